package io.stockledger.command.writer;

import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.AppendRefusedException;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.LogHaltedException;
import io.stockledger.command.eventstore.NewLogEpochException;
import io.stockledger.command.eventstore.StreamEvent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Completes an append whose connection was lost: it finds out whether the batch was committed, and
 * has the batch decided and appended again if it was not. Only the loop's thread uses it, and it
 * blocks that thread until the store answers or the time is up.
 */
final class LostAppends {

    private static final Logger LOG = LoggerFactory.getLogger(LostAppends.class);
    private static final long RETRY_MS = 100;

    private final EventStore store;
    private final long outcomeTimeoutMs;

    /**
     * @param outcomeTimeoutMs the maximum time to find out the outcome of an append, in
     *     milliseconds
     */
    LostAppends(EventStore store, long outcomeTimeoutMs) {
        this.store = store;
        this.outcomeTimeoutMs = outcomeTimeoutMs;
    }

    /**
     * Asks the store whether the lost append was committed. If it was not, the batch is decided and
     * appended again. Both steps are repeated while the store fails.
     *
     * @param repeat decides and appends the batch again
     * @param lost the exception of the lost append; thrown if the store does not answer in time or
     *     the log is halted
     */
    Success recover(
            ExclusiveBatch batch, Supplier<Success> repeat, AppendOutcomeUnknownException lost) {
        LOG.warn(
                "Connection to the event store lost during an append; checking whether the batch"
                        + " of {} commands was committed",
                batch.commands().size(),
                lost);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(outcomeTimeoutMs);
        while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
            try {
                Optional<Success> committed = outcomeOf(batch);
                return committed.isPresent() ? committed.get() : repeat.get();
            } catch (AppendRefusedException | NewLogEpochException e) {
                throw e;
            } catch (LogHaltedException _) {
                throw lost;
            } catch (EventStoreException _) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MS));
            }
        }
        throw lost;
    }

    /** The result of the append of the batch, or empty if it has no events or is not committed. */
    Optional<Success> outcomeOf(ExclusiveBatch batch) {
        List<StreamEvent> events = batch.decisions().events();
        return events.isEmpty() ? Optional.empty() : store.outcomeOf(events.getFirst());
    }
}
