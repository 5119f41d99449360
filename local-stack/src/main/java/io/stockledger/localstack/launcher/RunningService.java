package io.stockledger.localstack.launcher;

import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.ServiceJvm;
import io.stockledger.localstack.process.Signal;
import io.stockledger.localstack.process.StackFailure;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A service's own jar in a JVM of its own. */
final class RunningService {

    private static final Duration READY_MAX = Duration.ofMinutes(3);

    /** 20 s for what is in flight, and as many for the one that then writes the class archive. */
    private static final Duration STOP_MAX = Duration.ofSeconds(40);

    private static final int ASK_MAX_MS = 2000;

    private final Service service;
    private final ChildProcess process;

    private RunningService(Service service, ChildProcess process) {
        this.service = service;
        this.process = process;
    }

    /** Starts the service; it is not ready yet. */
    static RunningService start(
            Service service,
            ServiceProgram program,
            Map<String, String> environment,
            StackFolder folder) {
        List<String> command = new ArrayList<>(ServiceJvm.command());
        command.addAll(program.javaOptions());
        return new RunningService(
                service,
                ChildProcess.start(
                        new ChildProcess.Start(
                                service.name(),
                                command,
                                environment,
                                folder.log(service.name()),
                                folder.processes())));
    }

    ChildProcess process() {
        return process;
    }

    /**
     * Waits until the service says that it is ready.
     *
     * @throws StackFailure if it ends before, or the time is up
     */
    void awaitReady() {
        if (process.awaitWhileAlive(this::isReady, READY_MAX)) {
            return;
        }
        String what =
                process.isAlive()
                        ? "was not ready within %d s".formatted(READY_MAX.toSeconds())
                        : "ended while it started (exit code %d)".formatted(process.exitCode());
        throw new StackFailure(
                "%s %s: %s (log: %s)"
                        .formatted(service.name(), what, process.lastWords(), process.logFile()));
    }

    /** SIGTERM: it stops taking requests, finishes what is in flight, and ends. */
    void stop() {
        process.stop(Signal.TERM, STOP_MAX);
    }

    boolean stoppedInOrder() {
        return !process.isAlive() && process.exitCode() == 0;
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) service.readiness().toURL().openConnection();
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
