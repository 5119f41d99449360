package io.stockledger.command.processing;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.AppendRefusedException;
import io.stockledger.command.eventstore.AppendResult;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.AppendResult.Conflicted;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Ends a batch whose append did not come out as planned, whatever came between: another instance
 * that was faster, a key that is known, a connection that was lost, an event that the store
 * refuses. No other batch rests on it meanwhile. Only the loop's thread calls it.
 */
final class AppendRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(AppendRecovery.class);
    private static final long OUTCOME_RETRY_MS = 100;

    private final Decisions decisions;
    private final ProductCache cache;
    private final FollowedLog followed;
    private final EventStore store;
    private final SnapshotWriter snapshots;
    private final ProcessingMetrics metrics;
    private final long outcomeTimeoutMs;

    /** The decisions that stand in the end; replaced where they have to be made again. */
    private BatchDecision current;

    AppendRecovery(
            Decisions decisions,
            ProductCache cache,
            FollowedLog followed,
            EventStore store,
            SnapshotWriter snapshots,
            ProcessingMetrics metrics,
            long outcomeTimeoutMs) {
        this.decisions = decisions;
        this.cache = cache;
        this.followed = followed;
        this.store = store;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.outcomeTimeoutMs = outcomeTimeoutMs;
        this.current = decisions.open();
    }

    /** Answers all commands of the batch, appended or failed, however often it has to be tried. */
    void end(BatchDecision decision, Supplier<AppendResult> append) {
        current = decision;
        List<PendingCommand> commands = decision.commands();
        Appended appended;
        try {
            appended = appended(commands, append);
        } catch (AppendRefusedException e) {
            abandonWhatIsRefused(commands, e);
            return;
        } catch (RuntimeException e) {
            abandon(commands, e);
            return;
        }
        BatchDecision stands = current;
        stands.keep();
        List<Product> due = snapshots.copyDue(stands.products(), stands.versionsBefore());
        followed.appended(appended, stands.eventCount(), stands.products());
        announce(stands, appended, due);
    }

    /** Tells everyone what became of his command, now that it is durable. */
    void announce(BatchDecision decision, Appended appended, List<Product> dueSnapshots) {
        decision.announce(appended, metrics);
        snapshots.offer(dueSnapshots);
        decision.products().forEach(cache::weigh);
    }

    private Appended appended(List<PendingCommand> commands, Supplier<AppendResult> append) {
        try {
            return switch (append.get()) {
                case Appended appended -> appended;
                case Conflicted _ -> {
                    metrics.conflicted();
                    yield appendExclusively(commands);
                }
            };
        } catch (AppendOutcomeUnknownException lost) {
            followed.lose();
            return findOutcome(commands, lost);
        }
    }

    /**
     * After another instance was faster, or a key turned out to be known: with the log's head
     * locked, takes in what is newer, decides again and appends. Nobody can be faster twice, so no
     * command starves. Where the newer events are the batch's own, because an append that was given
     * up arrived late after all, they stand.
     */
    private Appended appendExclusively(List<PendingCommand> commands) {
        BatchDecision given = current;
        given.undo();
        Appended appended =
                store.appendExclusively(
                        given.versionsBefore(),
                        given.keysAsked(),
                        newer -> {
                            newer.events().forEach(cache::follow);
                            if (given.isAmong(newer.events())) {
                                return new AppendBatch(Map.of(), List.of());
                            }
                            current = decisions.decide(commands, newer.receipts());
                            return current.toAppend(null);
                        });
        return current == given ? outcomeOf(given).orElseThrow() : appended;
    }

    /**
     * After the connection was lost in an append: finds out whether it was committed. If it was
     * not, it never will be, and the commands are decided again.
     */
    private Appended findOutcome(
            List<PendingCommand> commands, AppendOutcomeUnknownException lost) {
        LOG.warn("The connection to the event store was lost during an append; finding out", lost);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(outcomeTimeoutMs);
        while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
            try {
                Optional<Appended> committed =
                        current.eventCount() == 0 ? Optional.empty() : outcomeOf(current);
                return committed.isPresent() ? committed.get() : appendExclusively(commands);
            } catch (AppendRefusedException e) {
                throw e;
            } catch (EventStoreException _) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(OUTCOME_RETRY_MS));
            }
        }
        throw lost;
    }

    private Optional<Appended> outcomeOf(BatchDecision decision) {
        return store.outcomeOf(decision.toAppend(null));
    }

    /**
     * One command whose event the store cannot keep must not fail the others: the batch is halved
     * until it is alone.
     */
    private void abandonWhatIsRefused(List<PendingCommand> commands, AppendRefusedException e) {
        if (commands.size() == 1) {
            abandon(commands, e);
            return;
        }
        current.undo();
        followed.lose();
        int half = commands.size() / 2;
        appendAlone(commands.subList(0, half));
        appendAlone(commands.subList(half, commands.size()));
    }

    private void appendAlone(List<PendingCommand> commands) {
        BatchDecision part = decisions.decide(commands, Map.of());
        end(part, () -> store.append(part.toAppend(followed.basis(part.products()))));
    }

    /**
     * Ends a batch that could not be appended. What is in memory is again what was durable, or is
     * forgotten.
     */
    private void abandon(List<PendingCommand> commands, RuntimeException cause) {
        LOG.error("A batch of {} commands was not appended", commands.size(), cause);
        current.undo();
        followed.lose();
        boolean nothingWritten =
                cause instanceof EventStoreException
                        && !(cause instanceof AppendOutcomeUnknownException);
        for (PendingCommand command : commands) {
            if (!nothingWritten) {
                command.productIds().forEach(cache::evict);
            }
            command.fail(cause, metrics);
        }
    }
}
