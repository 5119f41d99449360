package io.stockledger.command.processing;

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
 * Appends batch after batch: while one is under way, the next one is decided, on top of decisions
 * that are not durable yet. That is sure to be right only while nobody else appends; so as soon as
 * an append does not come out as planned, the next batch is taken back, {@link AppendRecovery} ends
 * the one before, and for a while batches are decided one after the other. Only the loop's thread
 * calls it.
 */
final class GroupCommit {

    /** After so many appends between which nobody else appended, the loop decides ahead. */
    private static final int UNDISTURBED_APPENDS = 8;

    private final Decisions decisions;
    private final FollowedLog followed;
    private final AppendRecovery recovery;
    private final EventStore store;
    private final SnapshotWriter snapshots;
    private final ProcessingMetrics metrics;
    private final Appends appends;
    private final int batchCommandsMax;

    private BatchDecision open;
    private @Nullable UnderWay underWay;
    private int undisturbed;

    /** What came ready while nothing could be decided. */
    private final List<PendingCommand> held = new ArrayList<>();

    /**
     * Where appends run.
     *
     * @param executor runs one at a time
     * @param ended is called after each
     */
    record Appends(Executor executor, Runnable ended) {}

    private record UnderWay(
            BatchDecision decision,
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
            Decisions decisions,
            ProductCache cache,
            EventStore store,
            SnapshotWriter snapshots,
            ProcessingMetrics metrics,
            Appends appends,
            LoopLimits limits) {
        this.decisions = decisions;
        this.followed = new FollowedLog(store, cache);
        this.recovery =
                new AppendRecovery(
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

    /** How many more commands the open batch takes now. */
    Inbox.Room room() {
        return mayDecide()
                ? new Inbox.Room(batchCommandsMax - open.weight(), open.commands().isEmpty())
                : Inbox.Room.NONE;
    }

    /** Whether a batch is open or under way. */
    boolean hasWork() {
        return underWay != null || !open.commands().isEmpty();
    }

    /** Takes commands into the open batch; products of all of them are in memory. */
    void add(List<PendingCommand> commands) {
        if (mayDecide() && held.isEmpty()) {
            decisions.add(open, commands);
        } else {
            held.addAll(commands);
        }
    }

    private boolean mayDecide() {
        return underWay == null || undisturbed >= UNDISTURBED_APPENDS;
    }

    /**
     * Ends the append under way, if it is through, and starts the next one, if there is one.
     *
     * @return commands that have to be admitted again, since what they were decided on has changed
     */
    List<PendingCommand> moveOn() {
        List<PendingCommand> again = new ArrayList<>();
        while (again.isEmpty()) {
            UnderWay through = underWay;
            if (through == null) {
                if (open.commands().isEmpty()) {
                    break;
                }
                start();
            } else if (through.result.isDone()) {
                underWay = null;
                end(through, again);
                again.addAll(held);
                held.clear();
            } else {
                break;
            }
        }
        return again;
    }

    private void start() {
        BatchDecision decision = open.close();
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
        BatchDecision decision = through.decision;
        if (isAsPlanned(through.result)) {
            Appended appended = (Appended) through.result.join();
            undisturbed++;
            decision.keep();
            followed.appended(appended, decision.eventCount(), decision.products());
            if (!open.commands().isEmpty()) {
                start();
            }
            metrics.appended(System.nanoTime() - through.startNanos);
            recovery.announce(decision, appended, through.snapshots);
            return;
        }
        undisturbed = 0;
        again.addAll(open.commands());
        open.undo();
        open = decisions.open();
        recovery.end(decision, through::outcome);
        metrics.appended(System.nanoTime() - through.startNanos);
    }

    private boolean isAsPlanned(CompletableFuture<AppendResult> result) {
        return !result.isCompletedExceptionally()
                && result.join() instanceof Appended appended
                && followed.isNext(appended);
    }
}
