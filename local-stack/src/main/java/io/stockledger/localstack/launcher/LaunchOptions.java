package io.stockledger.localstack.launcher;

import io.stockledger.localstack.process.StackFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the command line says, with the defaults. */
@Command(
        name = "./run",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Starts Stockledger on this machine: a durable Postgres and a Kafka broker, the command"
                    + " service and the query service, all on 127.0.0.1 only.",
            "Ctrl-C stops everything; the data stays for the next start.",
            ""
        })
final class LaunchOptions {

    static final int QUERY_REPLICAS_MAX = 12;
    static final int PORT_MAX = 65_535;

    @Option(names = "--fresh", description = "Begin anew: delete all data first.")
    private boolean fresh;

    @Option(
            names = "--query-replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "Query services to start, 1 to 12 (default: ${DEFAULT-VALUE}).")
    private int queryReplicas = 1;

    @Option(
            names = "--command-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the command service (default: ${DEFAULT-VALUE}).")
    private int commandPort = 8080;

    @Option(
            names = "--query-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description =
                    "Port of the first query service (default: ${DEFAULT-VALUE}); replicas take the"
                            + " ports that follow.")
    private int queryPort = 8081;

    @Option(
            names = "--second-command-port",
            paramLabel = "PORT",
            description = "Start a second command service on the same store, on this port.")
    private @Nullable Integer secondCommandPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the data and logs (default: .stockledger beside ./run).")
    private @Nullable Path data;

    @Option(names = "--project", hidden = true, description = "Folder of the built modules.")
    private Path project = Path.of("");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    boolean help() {
        return help;
    }

    boolean fresh() {
        return fresh;
    }

    Path project() {
        return project.toAbsolutePath().normalize();
    }

    Path dataFolder() {
        return data == null ? project().resolve(".stockledger") : data.toAbsolutePath().normalize();
    }

    /**
     * The services to start, each with its port.
     *
     * @throws StackFailure if a number is out of range or two services would share a port
     */
    List<Service> services() {
        if (queryReplicas < 1 || queryReplicas > QUERY_REPLICAS_MAX) {
            throw new StackFailure(
                    "--query-replicas %d: choose 1 to %d, one for each partition of the topic at most."
                            .formatted(queryReplicas, QUERY_REPLICAS_MAX));
        }
        List<Service> services = new ArrayList<>();
        services.add(
                new Service(
                        Service.Kind.COMMAND, "command-service", commandPort, "--command-port"));
        if (secondCommandPort != null) {
            services.add(
                    new Service(
                            Service.Kind.COMMAND,
                            "command-service-2",
                            secondCommandPort,
                            "--second-command-port"));
        }
        for (int replica = 1; replica <= queryReplicas; replica++) {
            String name = queryReplicas == 1 ? "query-service" : "query-service-" + replica;
            services.add(
                    new Service(Service.Kind.QUERY, name, queryPort + replica - 1, "--query-port"));
        }
        refuseSharedPorts(services);
        return List.copyOf(services);
    }

    private static void refuseSharedPorts(List<Service> services) {
        Set<Integer> ports = new HashSet<>();
        for (Service service : services) {
            if (service.port() < 1 || service.port() > PORT_MAX) {
                throw new StackFailure(
                        "%s %d (%s): choose a port from 1 to %d."
                                .formatted(
                                        service.portOption(),
                                        service.port(),
                                        service.name(),
                                        PORT_MAX));
            }
            if (!ports.add(service.port())) {
                throw new StackFailure(
                        "Port %d is given to two services: choose another %s for %s."
                                .formatted(service.port(), service.portOption(), service.name()));
            }
        }
    }
}
