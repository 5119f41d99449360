package io.stockledger.localstack.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The launcher as a process, started as by ./run, but with a umask that denies nothing. */
final class LauncherProcess implements AutoCloseable {

    private static final Duration READY_MAX = Duration.ofMinutes(3);
    private static final Duration END_MAX = Duration.ofMinutes(2);
    private static final int POLL_MS = 50;

    private final Process process;
    private final Path output;

    private LauncherProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static LauncherProcess start(Path project, String... options) throws IOException {
        Path output = Files.createTempFile(project, "launcher", ".out");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "umask 000 && exec \"$0\" \"$@\"",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Dlogback.configurationFile=io/stockledger/localstack/launcher/launcher-logging.xml",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Launcher.class.getName(),
                                "--project",
                                project.toString()));
        command.addAll(List.of(options));
        return new LauncherProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /**
     * Waits for the line that begins with "ready"; returns false if the launcher ends without it.
     */
    boolean awaitReady() throws IOException, InterruptedException {
        return awaitLine("ready");
    }

    /** Waits for a line that begins so; returns false if the launcher ends without it. */
    boolean awaitLine(String beginning) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_MAX.toNanos();
        while (output().lines().noneMatch(line -> line.startsWith(beginning))) {
            if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)
                    || System.nanoTime() - deadline > 0) {
                return false;
            }
        }
        return true;
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the launcher did not end");
        }
        return process.exitValue();
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    static String get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
