package io.stockledger.command.writer;

import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.AppendRefusedException;
import io.stockledger.command.eventstore.AppendResult;
import io.stockledger.command.eventstore.AppendResult.Conflict;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.LogHaltedException;
import io.stockledger.command.eventstore.LogHeadBusyException;
import io.stockledger.command.eventstore.NewLogEpochException;
import io.stockledger.command.eventstore.Receipt;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Appends one batch after the other with the head of the log locked, while no other batch is
 * decided or in flight. The writer loop uses it in two cases: while other instances append too, and
 * after an append that did not have the expected result. {@link WriterLoop} describes each failure;
 * {@link LostAppends} has the rule for a lost connection. Only the loop's thread uses it, and it
 * blocks that thread until every command of the batch has an outcome or is parked again.
 */
final class ExclusiveAppends {

    private static final Logger LOG = LoggerFactory.getLogger(ExclusiveAppends.class);

    private final EventStore store;
    private final ProductCache cache;
    private final BiFunction<List<CommandRequest>, Map<String, Receipt>, Batch> decider;
    private final UnaryOperator<List<CommandRequest>> readmission;
    private final SnapshotWriter snapshots;
    private final WriterMetrics metrics;
    private final LostAppends lostAppends;
    private final Runnable newEpoch;
    private final long outcomeTimeoutMs;
    private boolean haltedLogged;

    /**
     * @param decider decides commands in a new, closed batch, with the receipts of known keys
     * @param readmission selects the commands that can be decided again
     * @param newEpoch forgets everything in memory, because the log has started another epoch
     * @param outcomeTimeoutMs the maximum time to find out the outcome of an append, and to wait
     *     for the lock, in milliseconds
     */
    ExclusiveAppends(
            EventStore store,
            ProductCache cache,
            BiFunction<List<CommandRequest>, Map<String, Receipt>, Batch> decider,
            UnaryOperator<List<CommandRequest>> readmission,
            SnapshotWriter snapshots,
            WriterMetrics metrics,
            Runnable newEpoch,
            long outcomeTimeoutMs) {
        this.store = store;
        this.cache = cache;
        this.decider = decider;
        this.readmission = readmission;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.newEpoch = newEpoch;
        this.outcomeTimeoutMs = outcomeTimeoutMs;
        this.lostAppends = new LostAppends(store, outcomeTimeoutMs);
    }

    /**
     * Waits for the lock, then decides and appends these commands.
     *
     * @param admission selects the commands that are decided once the head is locked; it may add
     *     commands that have arrived in the meantime
     */
    void takeTurn(List<CommandRequest> commands, UnaryOperator<List<CommandRequest>> admission) {
        ExclusiveBatch batch = undecided(commands, admission);
        complete(batch, () -> appendExclusively(batch));
        metrics.decided(batch.commands().size());
    }

    /**
     * Completes a batch whose first append did not have the expected result.
     *
     * @param firstResult the result of that append, or its exception
     */
    void recover(Batch decisions, Supplier<AppendResult> firstResult) {
        var batch =
                new ExclusiveBatch(
                        decisions.commands(), decisions, cache, decider, readmission, readmission);
        complete(
                batch,
                () ->
                        switch (firstResult.get()) {
                            case Success success -> success;
                            case Conflict _ -> {
                                metrics.conflicted();
                                yield appendExclusively(batch);
                            }
                        });
    }

    private ExclusiveBatch undecided(
            List<CommandRequest> commands, UnaryOperator<List<CommandRequest>> admission) {
        Batch empty = decider.apply(List.of(), Map.of());
        return new ExclusiveBatch(commands, empty, cache, decider, admission, readmission);
    }

    private void complete(ExclusiveBatch batch, Supplier<Success> append) {
        Success success;
        try {
            success = appendOrFindOutcome(batch, append);
        } catch (AppendRefusedException e) {
            isolateRefusedCommand(batch, e);
            return;
        } catch (NewLogEpochException _) {
            decideInNewEpoch(batch);
            return;
        } catch (RuntimeException e) {
            fail(batch, e);
            return;
        }
        haltedLogged = false;
        Batch durable = batch.decisions();
        durable.keep();
        durable.copySnapshots(snapshots);
        cache.appended(success, durable.events(), durable.products());
        durable.complete(success, snapshots, metrics);
    }

    private Success appendOrFindOutcome(ExclusiveBatch batch, Supplier<Success> append) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(outcomeTimeoutMs);
        Supplier<Success> attempt = append;
        while (true) {
            try {
                return attempt.get();
            } catch (AppendOutcomeUnknownException lost) {
                cache.forgetKnownLog();
                return lostAppends.recover(batch, () -> appendExclusively(batch), lost);
            } catch (LogHeadBusyException busy) {
                if (System.nanoTime() - deadline > 0) {
                    throw new OverloadedException(
                            "another session has locked the head of the event log");
                }
                LOG.warn(
                        "Another session has locked the head of the event log for too long; a batch"
                                + " of {} commands tries again to append: {}",
                        batch.commands().size(),
                        String.valueOf(busy.getCause()));
                attempt = () -> appendExclusively(batch);
            }
        }
    }

    private Success appendExclusively(ExclusiveBatch batch) {
        batch.beginAppend();
        Success success =
                store.appendExclusively(cache.anchor(), cache.knownPosition(), batch::decide);
        return batch.wasFoundInLog() ? lostAppends.outcomeOf(batch).orElseThrow() : success;
    }

    /** Forgets everything in memory, loads the products again, and decides on them. */
    private void decideInNewEpoch(ExclusiveBatch batch) {
        batch.decisions().undo();
        try {
            newEpoch.run();
        } catch (EventStoreException e) {
            fail(batch, e);
            return;
        }
        ExclusiveBatch again = undecided(batch.commands(), readmission);
        complete(again, () -> appendExclusively(again));
    }

    /**
     * Halves a batch until the command whose event the store refuses is alone and fails, so that
     * the other commands do not fail with it.
     */
    private void isolateRefusedCommand(ExclusiveBatch batch, AppendRefusedException e) {
        List<CommandRequest> commands = batch.commands();
        if (commands.size() == 1) {
            fail(batch, e);
            return;
        }
        batch.decisions().undo();
        cache.forgetKnownLog();
        int half = commands.size() / 2;
        for (List<CommandRequest> part :
                List.of(commands.subList(0, half), commands.subList(half, commands.size()))) {
            ExclusiveBatch partBatch = undecided(part, readmission);
            complete(partBatch, () -> appendExclusively(partBatch));
        }
    }

    /**
     * Fails all commands of a batch. The products in memory return to their state before the batch;
     * if something may have been written, they are evicted.
     */
    private void fail(ExclusiveBatch batch, RuntimeException cause) {
        logFailure(batch, cause);
        batch.decisions().undo();
        cache.forgetKnownLog();
        boolean outcomeUnknown = cause instanceof AppendOutcomeUnknownException;
        boolean overloaded = cause instanceof OverloadedException;
        boolean nothingWritten =
                overloaded || (cause instanceof EventStoreException && !outcomeUnknown);
        for (CommandRequest command : batch.commands()) {
            if (!nothingWritten) {
                command.productIds().forEach(cache::evict);
            }
            if (outcomeUnknown) {
                metrics.outcomeUnknown(command.command());
            } else if (overloaded) {
                metrics.overloaded(command.command());
            } else {
                metrics.failed(command.command());
            }
            command.outcome().completeExceptionally(cause);
        }
    }

    private void logFailure(ExclusiveBatch batch, RuntimeException cause) {
        if (!(cause instanceof LogHaltedException)) {
            LOG.error(
                    "A batch could not be appended; its {} commands fail",
                    batch.commands().size(),
                    cause);
        } else if (!haltedLogged) {
            haltedLogged = true;
            LOG.error(
                    "Commands are refused until the next epoch of the event log is started: {}",
                    cause.getMessage());
        }
    }
}
