package io.stockledger.command.testing;

import io.stockledger.command.app.CommandServiceApplication;
import io.stockledger.localstack.process.Ports;
import io.stockledger.teststack.TestDatabase;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command service as a separate process, which a test can signal and kill. */
public final class ChildCommandService implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofMinutes(3);

    private final List<String> command;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path output;
    private Process process;

    /** Starts the service on the database and the topic, without waiting until it is ready. */
    public ChildCommandService(TestDatabase database, String topic, String... settings) {
        this.port = Ports.free();
        this.command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(CommandServiceApplication.class.getName());
        command.addAll(RunningCommandService.arguments(database, topic, List.of(settings)));
        command.add("--server.port=" + port);
        this.output = newOutput();
        this.process = launch();
    }

    private static Path newOutput() {
        try {
            Path output = Files.createTempFile("command-service", ".log");
            output.toFile().deleteOnExit();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL, which stays the same after a restart. */
    public String url() {
        return "http://" + Ports.LOOPBACK + ":" + port;
    }

    public void awaitReady() {
        Awaitility.await()
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(200))
                .until(this::isReady);
    }

    private boolean isReady() throws InterruptedException, IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the service exited: " + Files.readString(output));
        }
        var readiness = HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness"));
        try {
            return client.send(readiness.build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /** Sends SIGKILL and waits for the exit. */
    public void kill() {
        var _ = process.destroyForcibly();
        awaitExit(Duration.ofSeconds(20));
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Starts the service again after its exit, without waiting until it is ready. */
    public void restart() {
        process = launch();
    }

    /** The exit code, or -1 if the process still runs after that time. */
    public int awaitExit(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    ? process.exitValue()
                    : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Override
    public void close() {
        kill();
        client.close();
    }
}
