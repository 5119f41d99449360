package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendResult;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.EventStore;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Appends batch after batch. While the instance is alone on the log, the next batch is decided
 * while one is under way, on top of decisions that are not durable yet; as soon as an append does
 * not come out as planned, the next batch is taken back and {@link SerialAppends} ends the one
 * before. While others append as well, the instances take turns. Only the loop's thread calls it.
 */
final class GroupCommit {

    private final Decisions decisions;
    private final KnownLog followed;
    private final SerialAppends serial;
    private final EventStore store;
    private final SnapshotWriter snapshots;
    private final WriterMetrics metrics;
    private final Appends appends;
    private final int batchCommandsMax;

    private Batch open;
    private @Nullable UnderWay underWay;

    /** What is decided only at this instance's turn. */
    private final List<PendingCommand> held = new ArrayList<>();

    /**
     * Where appends run.
     *
     * @param executor runs one at a time
     * @param ended is called after each
     */
    record Appends(Executor executor, Runnable ended) {}

    private record UnderWay(
            Batch decision,
            List<Product> snapshots,
            CompletableFuture<AppendResult> result,
            long startNanos) {

        AppendResult outcome() {
            try {
                return result.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw e;
            }
        }
    }

    GroupCommit(
            Admission admission,
            Decisions decisions,
            ProductCache cache,
            EventStore store,
            SnapshotWriter snapshots,
            WriterMetrics metrics,
            Appends appends,
            WriterLimits limits) {
        this.decisions = decisions;
        this.followed = new KnownLog(cache);
        this.serial =
                new SerialAppends(
                        admission,
                        decisions,
                        cache,
                        followed,
                        store,
                        snapshots,
                        metrics,
                        limits.outcomeTimeoutMs());
        this.store = store;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.appends = appends;
        this.batchCommandsMax = limits.batchCommandsMax();
        this.open = decisions.open();
    }

    /** How much more the next batch takes now. */
    Inbox.Room room() {
        int weight = open.weight() + weight(held);
        return new Inbox.Room(batchCommandsMax - weight, weight == 0);
    }

    private static int weight(List<PendingCommand> commands) {
        return commands.stream().mapToInt(command -> command.productIds().size()).sum();
    }

    /** Whether a batch is open or under way. */
    boolean hasWork() {
        return underWay != null || !open.commands().isEmpty() || !held.isEmpty();
    }

    /** Takes commands into the next batch; products of all of them are in memory. */
    void add(List<PendingCommand> commands) {
        if (followed.isAlone()) {
            decisions.add(open, commands);
        } else {
            held.addAll(commands);
        }
    }

    /**
     * Ends the append under way, if it is through, and starts the next one, if there is one; or
     * takes a turn.
     *
     * @return commands that have to be admitted again, since what they were decided on has changed
     */
    List<PendingCommand> moveOn() {
        List<PendingCommand> again = new ArrayList<>();
        while (again.isEmpty()) {
            UnderWay through = underWay;
            if (through == null) {
                if (!held.isEmpty()) {
                    takeTurn();
                } else if (!open.commands().isEmpty()) {
                    start();
                } else {
                    break;
                }
            } else if (through.result.isDone()) {
                underWay = null;
                end(through, again);
            } else {
                break;
            }
        }
        return again;
    }

    private void takeTurn() {
        long startNanos = System.nanoTime();
        Inbox.Room room = room();
        List<PendingCommand> waiting = List.copyOf(held);
        held.clear();
        serial.takeTurn(waiting, room);
        metrics.appended(System.nanoTime() - startNanos);
    }

    private void start() {
        Batch decision = open.close();
        open = decisions.open();
        metrics.decided(decision.commands().size());
        AppendBatch batch = decision.toAppend(followed.basis(decision.products()));
        var started =
                new UnderWay(
                        decision,
                        snapshots.copyDue(decision.products(), decision.versionsBefore()),
                        new CompletableFuture<>(),
                        System.nanoTime());
        underWay = started;
        appends.executor.execute(() -> run(batch, started.result));
    }

    private void run(AppendBatch batch, CompletableFuture<AppendResult> result) {
        try {
            result.complete(store.append(batch));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        } finally {
            appends.ended.run();
        }
    }

    private void end(UnderWay through, List<PendingCommand> again) {
        Batch decision = through.decision;
        if (isAsPlanned(through.result)) {
            Appended appended = (Appended) through.result.join();
            decision.keep();
            followed.appended(appended, decision.eventCount(), decision.products());
            if (!open.commands().isEmpty()) {
                start();
            }
            metrics.appended(System.nanoTime() - through.startNanos);
            serial.announce(decision, appended, through.snapshots);
            return;
        }
        again.addAll(open.commands());
        open.undo();
        open = decisions.open();
        serial.end(decision, through::outcome);
        metrics.appended(System.nanoTime() - through.startNanos);
    }

    private boolean isAsPlanned(CompletableFuture<AppendResult> result) {
        return !result.isCompletedExceptionally()
                && result.join() instanceof Appended appended
                && followed.isNext(appended);
    }
}
