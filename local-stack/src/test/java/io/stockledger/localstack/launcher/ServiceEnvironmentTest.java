package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.localstack.postgres.Passwords;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

class ServiceEnvironmentTest {

    private static final Service COMMAND =
            new Service(Service.Kind.COMMAND, "command-service", 8080, "--x");

    private static final Service QUERY =
            new Service(Service.Kind.QUERY, "query-service", 8081, "--x");

    private static final List<Service> SERVICES =
            List.of(
                    COMMAND,
                    new Service(Service.Kind.COMMAND, "command-service-2", 9080, "--x"),
                    QUERY,
                    new Service(Service.Kind.QUERY, "query-service-2", 8082, "--x"));

    private static final Passwords PASSWORDS = new Passwords("root", "own", "use", "read", "look");

    private final ServiceEnvironment environment =
            new ServiceEnvironment(
                    5433, PASSWORDS, "127.0.0.1:9092", new LaunchMode(null, null), SERVICES);

    private final ServiceEnvironment secure =
            new ServiceEnvironment(
                    5433,
                    PASSWORDS,
                    "127.0.0.1:9092",
                    new LaunchMode(Path.of("/data of über/issuer/jwks.json").toUri(), null),
                    SERVICES);

    @Test
    void the_command_service_connects_as_the_application_and_migrates_as_the_owner() {
        assertThat(environment.of(COMMAND))
                .containsEntry("SERVER_ADDRESS", "127.0.0.1")
                .containsEntry("SERVER_PORT", "8080")
                .containsEntry("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092")
                .containsEntry(
                        "SPRING_DATASOURCE_URL",
                        "jdbc:postgresql://127.0.0.1:5433/stockledger_events")
                .containsEntry("SPRING_DATASOURCE_USERNAME", "stockledger_app")
                .containsEntry("SPRING_DATASOURCE_PASSWORD", "use")
                .containsEntry("SPRING_FLYWAY_USER", "stockledger_owner")
                .containsEntry("SPRING_FLYWAY_PASSWORD", "own");
    }

    @Test
    void only_the_services_of_a_sandbox_know_the_file_of_its_clock() {
        var sandbox =
                new ServiceEnvironment(
                        5433,
                        PASSWORDS,
                        "127.0.0.1:9092",
                        new LaunchMode(null, Path.of("/data/sandbox-clock")),
                        SERVICES);
        assertThat(sandbox.of(COMMAND))
                .containsEntry("STOCKLEDGER_SANDBOX_CLOCKFILE", "/data/sandbox-clock");
        assertThat(environment.of(COMMAND)).doesNotContainKey("STOCKLEDGER_SANDBOX_CLOCKFILE");
    }

    @Test
    void security_is_off_without_a_key_set() {
        assertThat(environment.of(COMMAND))
                .containsEntry("STOCKLEDGER_SECURITY", "off")
                .doesNotContainKey("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI");
    }

    @Test
    void security_is_on_with_the_key_set_and_the_actuator_stays_on_the_port_of_the_service() {
        assertThat(secure.of(COMMAND))
                .containsEntry("STOCKLEDGER_SECURITY", "on")
                .containsEntry(
                        "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_JWK_SET_URI",
                        "file:///data%20of%20%C3%BCber/issuer/jwks.json")
                .containsEntry(
                        "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI",
                        "urn:stockledger:local-issuer")
                .containsEntry("MANAGEMENT_SERVER_PORT", "8080");
    }

    @Test
    void the_query_service_gets_the_credentials_of_the_views_database_only() {
        assertThat(environment.of(QUERY))
                .containsEntry(
                        "SPRING_DATASOURCE_URL",
                        "jdbc:postgresql://127.0.0.1:5433/stockledger_views")
                .containsEntry("SPRING_DATASOURCE_USERNAME", "stockledger_query")
                .containsEntry("SPRING_DATASOURCE_PASSWORD", "read")
                .doesNotContainValue("own")
                .doesNotContainValue("root")
                .doesNotContainValue("look");
    }

    @Test
    void the_console_of_each_replica_may_call_the_command_services() {
        assertThat(environment.of(QUERY))
                .containsEntry("STOCKLEDGER_CONSOLE_COMMANDURL", "http://127.0.0.1:8080");
        assertThat(environment.of(COMMAND))
                .containsEntry(
                        "STOCKLEDGER_CROSSORIGIN_ORIGINS",
                        "http://127.0.0.1:8081,http://localhost:8081,"
                                + "http://127.0.0.1:8082,http://localhost:8082");
    }
}
