package io.stockledger.localstack.launcher;

import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.StackFailure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Starts each process of a running stack again when it ends, and says so. Each process has a thread
 * of its own, so that the others go on. Between an end and the restart is the pause of a {@link
 * RestartBackoff}.
 *
 * <p>A process that fails to start {@value #FAILED_STARTS_MAX} times in a row ends the supervision
 * with the reason. A failed start does not count while another process is down, because that may be
 * the reason. Thread-safe.
 */
final class ProcessSupervisor {

    static final int FAILED_STARTS_MAX = 5;

    private final Progress progress;
    private final Supplier<RestartBackoff> backoffs;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<String> down = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * A supervisor without processes.
     *
     * @param backoffs makes the backoff of each process
     */
    ProcessSupervisor(Progress progress, Supplier<RestartBackoff> backoffs) {
        this.progress = progress;
        this.backoffs = backoffs;
    }

    /**
     * Keeps a process running until the stop.
     *
     * @param running the process as it runs now
     * @param starter starts it again and waits until it is ready; throws a {@link StackFailure}
     */
    synchronized void keepRunning(ChildProcess running, Supplier<ChildProcess> starter) {
        if (!isStopping()) {
            threads.add(
                    Thread.ofVirtual()
                            .name("supervisor-" + running.name())
                            .start(() -> superviseUntilStop(running, starter)));
        }
    }

    /** Returns a future of the reason why a process cannot be kept running. */
    CompletableFuture<String> failure() {
        return failure;
    }

    /** Restarts no process from now on. A restart that has begun goes on. */
    synchronized void stop() {
        stopping.countDown();
    }

    /** Waits until no restart goes on any more; false if one goes on after that time. */
    boolean awaitEnd(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        try {
            for (Thread thread : all) {
                if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void superviseUntilStop(ChildProcess first, Supplier<ChildProcess> starter) {
        RestartBackoff backoff = backoffs.get();
        ChildProcess process = first;
        try {
            while (true) {
                Duration lived = awaitEndOf(process);
                down.add(process.name());
                if (isStopping()) {
                    return;
                }
                Duration pause = backoff.pauseAfter(lived);
                progress.line(
                        "%s ended unexpectedly %s; it is started again in %s (log: %s)"
                                .formatted(
                                        process.name(),
                                        process.end(),
                                        seconds(pause),
                                        process.logFile()));
                process = startAgain(process.name(), starter, backoff, pause);
                down.remove(process.name());
            }
        } catch (StackFailure e) {
            failure.complete(e.getMessage());
        } catch (InterruptedException _) {
            // The stop has begun.
        }
    }

    private static Duration awaitEndOf(ChildProcess process) {
        long begin = System.nanoTime();
        process.ended().join();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /**
     * Starts the process, again and again if it fails.
     *
     * @throws StackFailure with the reason, if it failed too often
     * @throws InterruptedException if the stop begins
     */
    private ChildProcess startAgain(
            String name, Supplier<ChildProcess> starter, RestartBackoff backoff, Duration first)
            throws InterruptedException {
        Duration pause = first;
        int failed = 0;
        while (true) {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException();
            }
            long begin = System.nanoTime();
            try {
                ChildProcess process = starter.get();
                progress.line(
                        "%s is up again (pid %d, started in %s)"
                                .formatted(name, process.pid(), Progress.seconds(begin).strip()));
                return process;
            } catch (StackFailure e) {
                if (isStopping()) {
                    throw new InterruptedException();
                }
                boolean othersAreUp = down.size() == 1;
                failed += othersAreUp ? 1 : 0;
                if (failed == FAILED_STARTS_MAX) {
                    throw new StackFailure(
                            "%s could not be started again %d times in a row, so the system stops: %s"
                                    .formatted(name, failed, e.getMessage()),
                            e);
                }
                pause = backoff.pauseAfter(Duration.ZERO);
                progress.line(
                        "%s could not be started (%d of %d attempts); the next attempt is in %s: %s"
                                .formatted(
                                        name,
                                        failed,
                                        FAILED_STARTS_MAX,
                                        seconds(pause),
                                        e.getMessage()));
            }
        }
    }

    private static String seconds(Duration pause) {
        return pause.toSeconds() + " s";
    }
}
