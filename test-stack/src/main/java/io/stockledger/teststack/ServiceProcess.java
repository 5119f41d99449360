package io.stockledger.teststack;

import io.stockledger.localstack.process.Ports;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A service in its own JVM, which a test can signal, kill and start again. It listens on a free
 * port of the loopback address, with security off unless its settings say otherwise, and logs at
 * level INFO. Passwords are in its environment, not on its command line. Not thread-safe.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration KILL_MAX = Duration.ofSeconds(60);
    private static final int POLL_MS = 100;
    private static final int OK = 200;

    /** The options of a JVM that runs for seconds only. */
    private static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-Xmx256m");

    private final List<String> command;
    private final Map<String, String> secrets = new TreeMap<>();
    private final int port;
    private final Path log;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    private ServiceProcess(
            String name,
            List<String> javaOptions,
            List<String> program,
            Map<String, String> settings) {
        this.port = Ports.free();
        var all = new TreeMap<>(settings);
        all.putIfAbsent("stockledger.security", "off");
        all.put("server.address", Ports.LOOPBACK);
        all.put("server.port", Integer.toString(port));
        all.put("logging.level.root", "info");
        this.command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(program);
        all.forEach(
                (setting, value) -> {
                    if (setting.endsWith("password")) {
                        secrets.put(SettingVariable.of(setting), value);
                    } else {
                        command.add("--" + setting + "=" + value);
                    }
                });
        this.log = newLog(name);
        this.process = launch();
    }

    /**
     * Starts a service from the class path of this JVM, without waiting until it is ready.
     *
     * @param mainClass the class that has the service's {@code main} method
     * @param settings the values of Spring properties by their names
     */
    public static ServiceProcess start(Class<?> mainClass, Map<String, String> settings) {
        return new ServiceProcess(
                mainClass.getSimpleName(),
                SMALL,
                List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()),
                settings);
    }

    /**
     * Starts a service from its executable jar, without waiting until it is ready.
     *
     * @param settings the values of Spring properties by their names
     */
    public static ServiceProcess start(Path jar, Map<String, String> settings) {
        return start(jar, SMALL, settings);
    }

    /**
     * Starts a service from its executable jar, without waiting until it is ready.
     *
     * @param javaOptions of its JVM
     * @param settings the values of Spring properties by their names
     */
    public static ServiceProcess start(
            Path jar, List<String> javaOptions, Map<String, String> settings) {
        return new ServiceProcess(
                jar.getFileName().toString(),
                javaOptions,
                List.of("-jar", jar.toString()),
                settings);
    }

    private static Path newLog(String name) {
        try {
            Path log = Files.createTempFile(name, ".log");
            log.toFile().deleteOnExit();
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().putAll(secrets);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port on which the service listens; a restart does not change it. */
    public int port() {
        return port;
    }

    /** The id of the process, which changes with a restart. */
    public long pid() {
        return process.pid();
    }

    /** The address of the service, such as {@code http://127.0.0.1:21234}. */
    public String url() {
        return "http://" + Ports.LOOPBACK + ":" + port;
    }

    /**
     * Waits until the service reports that it is ready.
     *
     * @throws IllegalStateException if the process ends before it is ready, or is not ready in
     *     time; the message contains the log
     */
    public void awaitReady() {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!isReady()) {
            if (awaitExit(Duration.ofMillis(POLL_MS)) != -1) {
                throw new IllegalStateException("The process ended before it was ready: " + log());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "The process was not ready within %s: %s".formatted(START_MAX, log()));
            }
        }
    }

    private boolean isReady() {
        var request = HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness"));
        try {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + url(), e);
        }
    }

    /** Returns everything that the process has written since its first start. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGTERM, which asks the service to stop in order. */
    public void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL and waits until the process has ended. */
    public void kill() {
        if (process.destroyForcibly().isAlive() && awaitExit(KILL_MAX) == -1) {
            throw new IllegalStateException("The process is alive after a SIGKILL");
        }
    }

    /** Sends SIGSTOP: the process does nothing until {@link #thaw}. */
    public void freeze() {
        signal("STOP");
    }

    /** Sends SIGCONT to a frozen process. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int failed =
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .start()
                            .waitFor();
            if (failed != 0) {
                throw new IllegalStateException("The process cannot be sent SIG" + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + name, e);
        }
    }

    /** Starts the service again after its end, without waiting until it is ready. */
    public void restart() {
        process = launch();
    }

    /** Returns the exit code, or -1 if the process still runs after that time. */
    public int awaitExit(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    ? process.exitValue()
                    : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the process to end", e);
        }
    }

    @Override
    public void close() {
        kill();
        client.close();
    }
}
