package io.stockledger.system.faults;

import io.stockledger.system.faults.FaultPlan.PlannedFault;
import io.stockledger.system.faults.cluster.Cluster;

import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Does the faults of a plan to a cluster at their times, each on a thread of its own. */
final class FaultDriver implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<FaultTime> times = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> ended;

    /** Begins at once. */
    FaultDriver(Cluster cluster, FaultPlan plan) {
        this.ended =
                CompletableFuture.allOf(
                        plan.faults().stream()
                                .map(planned -> drive(cluster, planned))
                                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> drive(Cluster cluster, PlannedFault planned) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            var begun = new FaultTime(planned, Instant.now(), System.nanoTime(), 0);
                            planned.fault().begin(cluster);
                            return begun;
                        },
                        after(planned.atMs()))
                .thenAcceptAsync(
                        begun -> {
                            times.add(
                                    new FaultTime(
                                            planned,
                                            begun.at(),
                                            begun.beginNanos(),
                                            System.nanoTime()));
                            planned.fault().end(cluster);
                        },
                        after(planned.forMs()));
    }

    private Executor after(int milliseconds) {
        return CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS, threads);
    }

    /**
     * Waits until every fault has ended.
     *
     * @return their times
     * @throws java.util.concurrent.CompletionException if a part could not be stopped or started
     */
    List<FaultTime> awaitEnd() {
        ended.join();
        return List.copyOf(times);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
