package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.AppendRefusedException;
import io.stockledger.command.eventstore.AppendResult;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.AppendResult.Conflicted;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.NewerEvents;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Brings one batch after the other to its end, with nothing decided ahead: in turn with other
 * instances; and where an append did not come out as planned, whatever came between: another
 * instance that was faster, a key that is known, a connection that was lost, an event that the
 * store refuses. Only the loop's thread calls it.
 */
final class SerialAppends {

    private static final Logger LOG = LoggerFactory.getLogger(SerialAppends.class);
    private static final long OUTCOME_RETRY_MS = 100;

    private final Admission admission;
    private final Decisions decisions;
    private final ProductCache cache;
    private final KnownLog followed;
    private final EventStore store;
    private final SnapshotWriter snapshots;
    private final WriterMetrics metrics;
    private final long outcomeTimeoutMs;

    /** The commands of the batch at hand. */
    private List<PendingCommand> commands = List.of();

    /** The decisions on them that stand in the end; replaced where they have to be made again. */
    private Batch current;

    SerialAppends(
            Admission admission,
            Decisions decisions,
            ProductCache cache,
            KnownLog followed,
            EventStore store,
            SnapshotWriter snapshots,
            WriterMetrics metrics,
            long outcomeTimeoutMs) {
        this.admission = admission;
        this.decisions = decisions;
        this.cache = cache;
        this.followed = followed;
        this.store = store;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.outcomeTimeoutMs = outcomeTimeoutMs;
        this.current = decisions.open();
    }

    /**
     * Waits for this instance's turn at the log's head, and then decides and appends.
     *
     * @param waiting what asks for the turn
     * @param room for what has come meanwhile
     */
    void takeTurn(List<PendingCommand> waiting, Inbox.Room room) {
        commands = waiting;
        current = decisions.open();
        end(() -> appendExclusively(ready -> admission.atTurn(ready, room)));
        metrics.decided(commands.size());
    }

    /**
     * Answers all commands of a batch, appended or failed, however often it has to be tried; except
     * those that the admission takes back.
     */
    void end(Batch decision, Supplier<AppendResult> append) {
        commands = decision.commands();
        current = decision;
        end(() -> appendedOrDecidedAgain(append));
    }

    private void end(Supplier<Appended> append) {
        Appended appended;
        try {
            appended = durable(append);
        } catch (AppendRefusedException e) {
            abandonWhatIsRefused(e);
            return;
        } catch (RuntimeException e) {
            abandon(e);
            return;
        }
        Batch stands = current;
        stands.keep();
        List<Product> due = snapshots.copyDue(stands.products(), stands.versionsBefore());
        followed.appended(appended, stands.eventCount(), stands.products());
        announce(stands, appended, due);
    }

    /** Tells everyone what became of his command, now that it is durable. */
    void announce(Batch decision, Appended appended, List<Product> dueSnapshots) {
        decision.announce(appended, metrics);
        snapshots.offer(dueSnapshots);
        decision.products().forEach(cache::weigh);
    }

    private Appended durable(Supplier<Appended> append) {
        try {
            return append.get();
        } catch (AppendOutcomeUnknownException lost) {
            followed.lose();
            return findOutcome(lost);
        }
    }

    private Appended appendedOrDecidedAgain(Supplier<AppendResult> append) {
        return switch (append.get()) {
            case Appended appended -> appended;
            case Conflicted _ -> {
                metrics.conflicted();
                yield appendExclusively(admission::stillReady);
            }
        };
    }

    /**
     * With the log's head locked, takes in what is newer, decides and appends. Nobody can be
     * faster, so no command starves. Where the newer events are the batch's own, because an append
     * that was given up arrived late after all, they stand.
     */
    private Appended appendExclusively(UnaryOperator<List<PendingCommand>> atTurn) {
        Batch given = current;
        var batches =
                new Object() {
                    private UnaryOperator<List<PendingCommand>> ready = atTurn;

                    AppendBatch next(NewerEvents newer) {
                        current.undo();
                        followed.takeIn(newer);
                        if (given.isAmong(newer.events())) {
                            current = given;
                            return new AppendBatch(Map.of(), List.of());
                        }
                        commands = ready.apply(commands);
                        ready = admission::stillReady;
                        current = decisions.decide(commands, newer.receipts());
                        return current.toAppend(followed.basis(current.products()));
                    }
                };
        Appended appended = store.appendExclusively(followed.position(), batches::next);
        return current == given ? outcomeOf(given).orElseThrow() : appended;
    }

    /**
     * After the connection was lost in an append: finds out whether it was committed. If it was
     * not, it never will be, and the commands are decided again.
     */
    private Appended findOutcome(AppendOutcomeUnknownException lost) {
        LOG.warn("The connection to the event store was lost during an append; finding out", lost);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(outcomeTimeoutMs);
        while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
            try {
                Optional<Appended> committed =
                        current.eventCount() == 0 ? Optional.empty() : outcomeOf(current);
                return committed.isPresent()
                        ? committed.get()
                        : appendExclusively(admission::stillReady);
            } catch (AppendRefusedException e) {
                throw e;
            } catch (EventStoreException _) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(OUTCOME_RETRY_MS));
            }
        }
        throw lost;
    }

    private Optional<Appended> outcomeOf(Batch decision) {
        return store.outcomeOf(decision.toAppend(null));
    }

    /**
     * One command whose event the store cannot keep must not fail the others: the batch is halved
     * until it is alone.
     */
    private void abandonWhatIsRefused(AppendRefusedException e) {
        if (commands.size() == 1) {
            abandon(e);
            return;
        }
        current.undo();
        followed.lose();
        List<PendingCommand> all = commands;
        int half = all.size() / 2;
        for (List<PendingCommand> part :
                List.of(all.subList(0, half), all.subList(half, all.size()))) {
            commands = part;
            current = decisions.open();
            end(() -> appendExclusively(admission::stillReady));
        }
    }

    /**
     * Ends a batch that could not be appended. What is in memory is again what was durable, or is
     * forgotten.
     */
    private void abandon(RuntimeException cause) {
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
