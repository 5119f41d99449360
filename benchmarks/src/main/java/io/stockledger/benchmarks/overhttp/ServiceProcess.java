package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.ServiceJvm;
import io.stockledger.localstack.process.Signal;
import io.stockledger.localstack.process.StackFailure;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A service in its own JVM, with the JVM options of {@code ./run}. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration READY_MAX = Duration.ofMinutes(3);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int REQUEST_MAX_MS = 2_000;

    /** A service with the endpoints of its baselines. */
    public enum Program {
        COMMAND("command-service", MeasuredCommandService.class, "query-service", "jetty"),
        QUERY("query-service", MeasuredQueryService.class, "command-service", "tomcat");

        private final String title;
        private final Class<?> main;

        /** Not on the class path, because its settings would replace those of this service. */
        private final String otherService;

        private final String otherWebServer;

        Program(String title, Class<?> main, String otherService, String otherWebServer) {
            this.title = title;
            this.main = main;
            this.otherService = otherService;
            this.otherWebServer = otherWebServer;
        }

        private boolean excludes(String library) {
            return library.startsWith(otherService) || library.contains(otherWebServer);
        }
    }

    private final ChildProcess process;
    private final int port;

    /** Starts the service and waits until it is ready, for up to 3 minutes. */
    public ServiceProcess(
            Program program,
            BenchmarkPostgres postgres,
            Map<String, String> settings,
            String brokers)
            throws IOException {
        this(program, postgres, settings, brokers, READY_MAX);
    }

    /**
     * Starts the service and waits until it is ready.
     *
     * @param readyMax the time in which it must be ready: a query service is not ready before it
     *     has projected the log
     */
    public ServiceProcess(
            Program program,
            BenchmarkPostgres postgres,
            Map<String, String> settings,
            String brokers,
            Duration readyMax)
            throws IOException {
        this.port = Ports.free();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("SERVER_ADDRESS", Ports.LOOPBACK);
        environment.putIfAbsent("STOCKLEDGER_SECURITY", "off");
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", brokers);
        List<String> command = new ArrayList<>(ServiceJvm.command());
        command.addAll(List.of("-cp", classPath(program), program.main.getName()));
        this.process =
                ChildProcess.start(
                        new ChildProcess.Start(
                                program.title,
                                command,
                                environment,
                                postgres.folder().resolve(program.title + "-" + port + ".log"),
                                postgres.processes()));
        URL readiness =
                URI.create("http://%s:%d/actuator/health/readiness".formatted(Ports.LOOPBACK, port))
                        .toURL();
        if (!process.awaitWhileAlive(() -> isReady(readiness), readyMax)) {
            throw new StackFailure(
                    "The "
                            + program.title
                            + " was not ready in time: "
                            + Files.readString(process.logFile()));
        }
    }

    int port() {
        return port;
    }

    /** The processor time that the service has used since its start. */
    Duration processorTime() {
        return process.processorTime();
    }

    @Override
    public void close() {
        process.stop(Signal.TERM, STOP_MAX);
    }

    private static String classPath(Program program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> !program.excludes(new File(entry).getName()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isReady(URL readiness) {
        try {
            HttpURLConnection connection = (HttpURLConnection) readiness.openConnection();
            connection.setConnectTimeout(REQUEST_MAX_MS);
            connection.setReadTimeout(REQUEST_MAX_MS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
