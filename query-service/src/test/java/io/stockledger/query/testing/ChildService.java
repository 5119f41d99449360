package io.stockledger.query.testing;

import io.stockledger.query.app.QueryServiceApplication;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The query service as a process of its own, to be signalled and killed. */
public final class ChildService implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;

    private ChildService(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts the process; the second settings win over the first. */
    public static ChildService start(
            Map<String, String> settings, Map<String, String> ownSettings) {
        var all = new HashMap<>(settings);
        all.putAll(ownSettings);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(QueryServiceApplication.class.getName());
        command.add("--logging.level.root=info");
        all.forEach((name, value) -> command.add("--" + name + "=" + value));
        try {
            Path output = Files.createTempFile("query-service", ".log");
            output.toFile().deleteOnExit();
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            return new ChildService(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the process consumes the topic. */
    public void awaitReady() {
        Awaitility.await()
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> output().contains("Consuming topic"));
    }

    /** What the process has written so far. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        var _ = process.destroyForcibly();
    }

    /** The exit code, or -1 where the process still runs after that time. */
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
        int exit = awaitExit(Duration.ofSeconds(10));
        if (exit == -1) {
            throw new IllegalStateException("the process outlived its kill");
        }
    }
}
