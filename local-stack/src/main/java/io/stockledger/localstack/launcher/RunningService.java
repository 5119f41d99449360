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

    /** The time after which the start says why a service is not ready, and again each time. */
    static final Duration NOTICE_EVERY = Duration.ofSeconds(30);

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
     * Waits until the service reports that it is ready, which may take long: a replica that builds
     * its read models is ready when it has caught up, and a halted event log waits for an operator.
     * Each time that the service is still not ready, a line says why.
     *
     * @throws StackFailure if the service ends before it is ready
     */
    void awaitReady(Progress progress, Duration noticeEvery) {
        while (!process.awaitWhileAlive(this::isReady, noticeEvery)) {
            if (!process.isAlive()) {
                StackFailure ended =
                        new StackFailure(
                                "%s ended during its start (exit code %d): %s (log: %s)"
                                        .formatted(
                                                service.name(),
                                                process.exitCode(),
                                                process.failureReason(),
                                                process.logFile()));
                stop();
                throw ended;
            }
            progress.line(
                    "  %s is not ready yet; its log says: %s (log: %s)"
                            .formatted(service.name(), process.failureReason(), process.logFile()));
        }
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
