package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.LeftoverProcesses;
import io.stockledger.localstack.process.StackFailure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class ProcessSupervisorIT {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(output, true, UTF_8));

    @AfterEach
    void stopLeftoverProcesses() {
        LeftoverProcesses.stopAll(folder);
    }

    @Test
    void a_process_that_cannot_be_started_five_times_in_a_row_ends_with_the_reason()
            throws Exception {
        var supervisor = new ProcessSupervisor(progress, () -> new RestartBackoff(SHORT, SHORT));
        var attempts = new AtomicInteger();

        supervisor.keepRunning(
                shell("broken", "exit 7"),
                () -> {
                    attempts.incrementAndGet();
                    throw new StackFailure("the sky is falling");
                });

        assertThat(supervisor.failure().get(60, TimeUnit.SECONDS))
                .isEqualTo(
                        "broken could not be started again 5 times in a row, so the system stops:"
                                + " the sky is falling");
        assertThat(attempts).hasValue(5);
    }

    @Test
    void a_failed_start_does_not_count_while_another_process_is_down() throws Exception {
        var supervisor = new ProcessSupervisor(progress, () -> new RestartBackoff(SHORT, SHORT));
        var attempts = new AtomicInteger();
        var running = new CompletableFuture<ChildProcess>();
        var databaseIsDown = new CountDownLatch(1);
        supervisor.keepRunning(
                shell("database", "exit 1"),
                () -> {
                    databaseIsDown.countDown();
                    return running.join();
                });
        assertThat(databaseIsDown.await(60, TimeUnit.SECONDS)).isTrue();

        supervisor.keepRunning(
                shell("service", "exit 1"),
                () -> {
                    if (attempts.incrementAndGet() < 8) {
                        throw new StackFailure("no database");
                    }
                    ChildProcess service = shell("service", "sleep 60");
                    running.complete(shell("database", "sleep 60"));
                    return service;
                });

        assertThat(running.get(60, TimeUnit.SECONDS).isAlive()).isTrue();
        assertThat(supervisor.failure()).isNotDone();
        assertThat(attempts).hasValue(8);
        // Otherwise it starts both again while the folder is deleted.
        supervisor.stop();
    }

    @Test
    void the_stop_ends_the_pause_before_a_restart() throws Exception {
        var supervisor = new ProcessSupervisor(progress, () -> new RestartBackoff(LONG, LONG));
        ChildProcess process = shell("short", "exit 7");
        supervisor.keepRunning(
                process,
                () -> {
                    throw new AssertionError("started after the stop");
                });
        process.ended().get(60, TimeUnit.SECONDS);

        supervisor.stop();

        assertThat(supervisor.awaitEnd(ENDS_WITHIN)).isTrue();
        assertThat(supervisor.failure()).isNotDone();
    }

    private ChildProcess shell(String name, String script) {
        return ChildProcess.start(
                new ChildProcess.Start(
                        name,
                        List.of("/bin/sh", "-c", script),
                        Map.of(),
                        folder.resolve(name + ".log"),
                        folder));
    }
}
