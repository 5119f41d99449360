package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.Signal;
import io.stockledger.localstack.process.StackFailure;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@link MeasuredService} in a JVM of its own, with the heap that {@code ./run} gives it. */
final class ServiceProcess implements AutoCloseable {

    static final int HEAP_MAX_MIB = 512;

    private static final Duration READY_MAX = Duration.ofMinutes(3);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int ASK_MAX_MS = 2_000;

    private final ChildProcess process;
    private final int port;

    /** Starts it and waits until it is ready. */
    ServiceProcess(BenchmarkPostgres postgres, EventsDatabase database, String brokers)
            throws IOException {
        this.port = Ports.free();
        Map<String, String> environment = new HashMap<>(database.serviceEnvironment());
        environment.put("SERVER_ADDRESS", Ports.LOOPBACK);
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", brokers);
        this.process =
                ChildProcess.start(
                        new ChildProcess.Start(
                                "command-service",
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx" + HEAP_MAX_MIB + "m",
                                        "-XX:+ExitOnOutOfMemoryError",
                                        "-cp",
                                        classPath(),
                                        MeasuredService.class.getName()),
                                environment,
                                postgres.folder().resolve("command-service.log"),
                                postgres.processes()));
        URL readiness =
                URI.create("http://%s:%d/actuator/health/readiness".formatted(Ports.LOOPBACK, port))
                        .toURL();
        if (!process.awaitWhileAlive(() -> isReady(readiness), READY_MAX)) {
            throw new StackFailure(
                    "The command service did not get ready: "
                            + Files.readString(process.logFile()));
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.stop(Signal.TERM, STOP_MAX);
    }

    /** Without the query service, whose settings would be taken for the command service's. */
    private static String classPath() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> !new File(entry).getName().startsWith("query-service"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isReady(URL readiness) {
        try {
            HttpURLConnection connection = (HttpURLConnection) readiness.openConnection();
            connection.setConnectTimeout(ASK_MAX_MS);
            connection.setReadTimeout(ASK_MAX_MS);
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
