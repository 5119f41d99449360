package io.stockledger.localstack.launcher;

import io.stockledger.issuer.TokenClaims;
import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.Ports;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment variables of a service, by the names that the compose file uses too.
 *
 * @param services all services of the stack: the console of a query service calls the first command
 *     service
 */
record ServiceEnvironment(
        int postgresPort,
        Passwords passwords,
        String kafkaBootstrapServers,
        LaunchMode mode,
        List<Service> services) {

    private static final String JWT = "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_";

    static final String EVENTS_DATABASE = "stockledger_events";
    static final String VIEWS_DATABASE = "stockledger_views";

    Map<String, String> of(Service service) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_ADDRESS", Ports.LOOPBACK);
        environment.put("SERVER_PORT", Integer.toString(service.port()));
        environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", kafkaBootstrapServers);
        security(environment, service);
        if (mode.sandboxClock() != null) {
            environment.put("STOCKLEDGER_SANDBOX_CLOCKFILE", mode.sandboxClock().toString());
        }
        switch (service.kind()) {
            case COMMAND -> {
                database(
                        environment,
                        EVENTS_DATABASE,
                        Provisioning.APPLICATION,
                        passwords.application());
                environment.put("SPRING_FLYWAY_USER", Provisioning.OWNER);
                environment.put("SPRING_FLYWAY_PASSWORD", passwords.owner());
                environment.put("STOCKLEDGER_CROSSORIGIN_ORIGINS", consoleOrigins());
            }
            case QUERY -> {
                database(environment, VIEWS_DATABASE, Provisioning.QUERY, passwords.query());
                of(Service.Kind.COMMAND)
                        .findFirst()
                        .ifPresent(
                                command ->
                                        environment.put(
                                                "STOCKLEDGER_CONSOLE_COMMANDURL", command.url()));
            }
        }
        return Map.copyOf(environment);
    }

    /** The console of each replica, by both names of this machine. */
    private String consoleOrigins() {
        return of(Service.Kind.QUERY)
                .flatMap(query -> Stream.of(query.url(), "http://localhost:" + query.port()))
                .collect(Collectors.joining(","));
    }

    private Stream<Service> of(Service.Kind kind) {
        return services.stream().filter(service -> service.kind() == kind);
    }

    /** The actuator stays on the port of the service, since one machine has many services. */
    private void security(Map<String, String> environment, Service service) {
        URI keySet = mode.keySet();
        if (keySet == null) {
            environment.put("STOCKLEDGER_SECURITY", "off");
            return;
        }
        environment.put("STOCKLEDGER_SECURITY", "on");
        environment.put(JWT + "JWK_SET_URI", keySet.toASCIIString());
        environment.put(JWT + "ISSUER_URI", TokenClaims.LOCAL_ISSUER);
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(service.port()));
    }

    private void database(
            Map<String, String> environment, String database, String user, String password) {
        environment.put(
                "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://%s:%d/%s".formatted(Ports.LOOPBACK, postgresPort, database));
        environment.put("SPRING_DATASOURCE_USERNAME", user);
        environment.put("SPRING_DATASOURCE_PASSWORD", password);
    }
}
