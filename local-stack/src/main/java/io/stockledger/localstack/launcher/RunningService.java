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

/** A service that runs from its jar in its own JVM. */
final class RunningService {

    private static final Duration READY_MAX = Duration.ofMinutes(3);

    /** 20 s for requests in flight and 20 s for the process that writes the class archive. */
    private static final Duration STOP_MAX = Duration.ofSeconds(40);

    private static final int REQUEST_MAX_MS = 2000;

    private final Service service;
    private final ChildProcess process;

    private RunningService(Service service, ChildProcess process) {
        this.service = service;
        this.process = process;
    }

    /** Starts the service without waiting until it is ready. */
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
     * Waits until the service reports that it is ready.
     *
     * @throws StackFailure if the service ends before it is ready, or is not ready in time; then it
     *     is stopped
     */
    void awaitReady() {
        if (process.awaitWhileAlive(this::isReady, READY_MAX)) {
            return;
        }
        String failure =
                process.isAlive()
                        ? "was not ready within %d s".formatted(READY_MAX.toSeconds())
                        : "ended during its start (exit code %d)".formatted(process.exitCode());
        StackFailure unready =
                new StackFailure(
                        "%s %s: %s (log: %s)"
                                .formatted(
                                        service.name(),
                                        failure,
                                        process.failureReason(),
                                        process.logFile()));
        stop();
        throw unready;
    }

    /** Sends SIGTERM: the service refuses new requests, finishes those in flight, and ends. */
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
