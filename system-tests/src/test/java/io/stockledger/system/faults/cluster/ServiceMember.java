package io.stockledger.system.faults.cluster;

import io.stockledger.localstack.launcher.ServiceProgram;
import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.Signal;
import io.stockledger.teststack.SettingVariable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A command service or a query replica. */
final class ServiceMember extends Member {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final Path folder;
    private final ServiceProgram program;
    private final List<String> javaOptions;
    private final Map<String, String> settings;
    private final MovableClock clock;
    private final AtomicInteger clockSeconds = new AtomicInteger();
    private final int port = Ports.free();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER_MAX)
                    .build();

    /**
     * A service that does not run yet.
     *
     * @param javaOptions options of its JVM, such as an agent
     * @param settings the values of Spring properties by their names
     */
    ServiceMember(
            String name,
            Path folder,
            ServiceProgram program,
            List<String> javaOptions,
            Map<String, String> settings,
            MovableClock clock) {
        super(name, Signal.TERM);
        this.folder = folder;
        this.program = program;
        this.javaOptions = List.copyOf(javaOptions);
        this.settings = Map.copyOf(settings);
        this.clock = clock;
    }

    int port() {
        return port;
    }

    /** Moves its wall clock to so many seconds from the right time, unless it has ended. */
    void moveClock(int seconds) {
        if (clockSeconds.getAndSet(seconds) != seconds) {
            processId().ifPresent(id -> clock.set(id, seconds));
        }
    }

    @Override
    ChildProcess launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:+EnableDynamicAgentLoading",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError"));
        if (!javaOptions.isEmpty()) {
            // Otherwise a JVM with an agent refuses to write the class archive and ends.
            command.add("-XX:+UnlockDiagnosticVMOptions");
            command.add("-XX:+AllowArchivingWithJavaAgent");
            command.addAll(javaOptions);
        }
        command.addAll(program.javaOptions());
        command.add("--server.address=" + Ports.LOOPBACK);
        command.add("--server.port=" + port);
        command.add("--stockledger.security=off");
        var secrets = new HashMap<String, String>();
        settings.forEach(
                (setting, value) -> {
                    if (setting.endsWith("password")) {
                        secrets.put(SettingVariable.of(setting), value);
                    } else {
                        command.add("--" + setting + "=" + value);
                    }
                });
        return ChildProcess.start(
                new ChildProcess.Start(
                        name(), command, secrets, folder.resolve(name() + ".log"), folder));
    }

    @Override
    void stopped() {
        program.stopped();
    }

    /** Whether the readiness probe succeeds. */
    @Override
    boolean answers() {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://%s:%d/actuator/health/readiness"
                                                .formatted(Ports.LOOPBACK, port)))
                        .timeout(ANSWER_MAX);
        try {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
