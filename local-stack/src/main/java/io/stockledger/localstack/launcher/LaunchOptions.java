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

/** The options of the command line with their defaults. */
@Command(
        name = "./run",
        sortOptions = false,
        usageHelpWidth = LaunchOptions.HELP_WIDTH,
        description = {
            "Starts Stockledger on this machine: a durable Postgres, a Kafka broker, the command"
                    + " service and the query service. All of them listen on 127.0.0.1 only.",
            "Ctrl-C stops the system. The data is kept for the next start.",
            ""
        })
final class LaunchOptions {

    static final int QUERY_REPLICAS_MAX = 12;
    static final int PORT_MAX = 65_535;

    /** The columns of the help text, which is also kept as a file for the script. */
    static final int HELP_WIDTH = 100;

    @Option(names = "--fresh", description = "Delete all data before the start.")
    private boolean fresh;

    @Option(
            names = "--secure",
            description =
                    "Start with security on: every call needs a token, which ./stockledger token"
                            + " prints. The keys are in the data folder. Without this option"
                            + " security is off, also on the same data.")
    private boolean secure;

    @Option(
            names = "--sandbox",
            description =
                    "Start with a clock that POST /sandbox/clock sets forward, so that a hold of"
                            + " ten minutes can be tried in a second. The data stays that of a"
                            + " sandbox.")
    private boolean sandbox;

    @Option(
            names = "--query-replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of query services, 1 to 12 (default: ${DEFAULT-VALUE}).")
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
                    "Port of the first query service (default: ${DEFAULT-VALUE}); further replicas"
                            + " take the next ports.")
    private int queryPort = 8081;

    @Option(
            names = "--second-command-port",
            paramLabel = "PORT",
            description = "Start a second command service on the same database, on this port.")
    private @Nullable Integer secondCommandPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the data and logs (default: .stockledger in the project folder).")
    private @Nullable Path data;

    @Option(names = "--project", hidden = true, description = "Folder of the built modules.")
    private Path project = Path.of("");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    boolean help() {
        return help;
    }

    boolean fresh() {
        return fresh;
    }

    boolean secure() {
        return secure;
    }

    boolean sandbox() {
        return sandbox;
    }

    Path project() {
        return project.toAbsolutePath().normalize();
    }

    Path dataFolder() {
        return data == null ? project().resolve(".stockledger") : data.toAbsolutePath().normalize();
    }

    /**
     * Returns the services to start, each with its port.
     *
     * @throws StackFailure if a number is out of range, two services would share a port, or options
     *     exclude each other
     */
    List<Service> services() {
        if (sandbox && secure) {
            throw new StackFailure(
                    "--sandbox and --secure exclude each other: a system in use has no clock that"
                            + " can be set forward.");
        }
        if (queryReplicas < 1 || queryReplicas > QUERY_REPLICAS_MAX) {
            throw new StackFailure(
                    "--query-replicas %d: choose 1 to %d, at most one per partition of the topic."
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
                        "Two services have the port %d: choose another %s for %s."
                                .formatted(service.port(), service.portOption(), service.name()));
            }
        }
    }
}
