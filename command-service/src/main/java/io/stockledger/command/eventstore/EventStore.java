package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Appends to the event log and reads streams from it. A reader that sees position N sees every
 * position below N. Thread-safe.
 *
 * <p>Every method throws {@link EventStoreException} if the store cannot be reached or fails.
 */
public interface EventStore {

    /** The maximum number of newer events that an exclusive append reads while others wait. */
    int NEWER_EVENTS_MAX = 5_000;

    /** The present epoch of the log. */
    LogEpoch epoch();

    /**
     * Appends the events if every stream is at its expected version, no idempotency key of the
     * batch has a receipt, and no order has more products than expected. The events are durable on
     * return.
     *
     * @throws AppendOutcomeUnknownException if the connection is lost during the append
     * @throws AppendRefusedException if the store refuses a value of the batch
     * @throws LogHeadBusyException if others have locked the head of the log for too long
     * @throws LogHaltedException if the log is halted, or lacks events that the batch rests on; the
     *     store then halts it
     * @throws NewLogEpochException if the log is in another epoch than the batch's anchor
     */
    AppendResult append(AppendBatch batch);

    /**
     * Locks the head of the log, passes the events that the caller does not know to {@code decide},
     * and appends the batch that it returns. No other instance can append in between. If the batch
     * expects a wrong version of a stream, repeats a known key or expects too few products of an
     * order, {@code decide} is called again, with the newer events of these streams, the receipts
     * of these keys and the ids of these orders. Streams that are too far behind return only their
     * next event. It is called more than twice only if the new batch expects too few products of
     * further orders.
     *
     * @param anchor the log that the caller has read, or null if it has read none
     * @param knownPosition the position up to which the caller has applied the log, or -1 if it is
     *     unknown
     * @param decide makes the batch; it runs inside the transaction on the caller's thread and must
     *     be quick, because other instances wait: the store ends a transaction that holds the head
     *     of the log for longer than two seconds
     * @throws AppendOutcomeUnknownException if the connection is lost during the append
     * @throws AppendRefusedException if the store refuses a value of the batch
     * @throws LogHeadBusyException if others have locked the head of the log for too long
     * @throws LogHaltedException if the log is halted, or lacks events that the caller knows; the
     *     store then halts it
     * @throws NewLogEpochException if the log is in another epoch than the caller's
     */
    Success appendExclusively(
            @Nullable LogAnchor anchor,
            long knownPosition,
            Function<NewerEvents, AppendBatch> decide);

    /**
     * Finds out whether a batch was committed, after waiting for an append that is running.
     *
     * @param firstEvent the first event of the batch
     * @return the result of the append, or empty if it has not been committed
     */
    Optional<Success> outcomeOf(StreamEvent firstEvent);

    /**
     * The events after a version of each stream, in sequence.
     *
     * @param eventsPerStreamMax the maximum number of events per stream; a stream that returns as
     *     many may have more
     */
    List<EventEnvelope> loadSince(Map<String, Long> sinceVersions, int eventsPerStreamMax);

    /** The receipts of those idempotency keys that have one, by key. */
    Map<String, Receipt> receipts(Collection<String> keys);

    /**
     * Adds up what was shipped and came back of products for orders, at one moment. The cost
     * depends on the events of these orders, and not on the number of other orders.
     *
     * @param upToVersions the versions of the products up to which the events count, at least one;
     *     the answer names a smaller version if the log ends before
     */
    RecordedShipments shipments(Map<ProductOfOrder, Long> upToVersions);

    /**
     * The products that each of these orders has ever reserved or got from another order, at one
     * moment.
     *
     * @param orderIds at least one
     */
    ProductsOfOrders productsOfOrders(Collection<String> orderIds);

    /** The events of one stream after a version, in sequence. */
    default List<EventEnvelope> loadSince(String streamId, long sinceVersion, int eventsMax) {
        return loadSince(Map.of(streamId, sinceVersion), eventsMax);
    }

    /** The first events of one stream, in sequence; empty if the stream does not exist. */
    default List<EventEnvelope> load(String streamId, int eventsMax) {
        return loadSince(streamId, 0, eventsMax);
    }
}
