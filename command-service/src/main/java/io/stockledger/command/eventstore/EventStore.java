package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.events.EventEnvelope;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The append-only log of all streams. Whoever sees position N sees every position below it.
 * Thread-safe.
 *
 * <p>Every method throws {@link EventStoreException} where the store cannot be reached or refuses.
 */
public interface EventStore {

    /** How many events of others a caller is told at a time at the most. */
    int NEWER_EVENTS_MAX = 5_000;

    /**
     * Appends the events if every stream is at the version expected of it and no idempotency key of
     * the batch is known; durable on return.
     *
     * @throws AppendOutcomeUnknownException where the connection was lost meanwhile
     * @throws AppendRefusedException where the store cannot keep what the batch holds
     */
    AppendResult append(AppendBatch batch);

    /**
     * Keeps all others from appending, tells the caller what they have appended since, lets him
     * decide on that, and appends; so he cannot lose a race. Where a stream of his batch still is
     * not at the version expected of it, or a key is known, he is told that as well and decides
     * once more; of streams that he is too far behind for he is told the next event. The callback
     * runs inside the transaction, on this thread, and must be quick.
     *
     * @param followed the position up to which the caller knows the log, or -1 where he knows
     *     nothing of it
     * @param decide makes the batch
     * @throws AppendOutcomeUnknownException where the connection was lost meanwhile
     * @throws AppendRefusedException where the store cannot keep what the batch holds
     */
    Appended appendExclusively(long followed, Function<NewerEvents, AppendBatch> decide);

    /**
     * Finds out whether a batch with at least one event was committed. Waits for whatever append is
     * still under way, so that the answer is final.
     *
     * @return where it was written, or empty where it was not and never will be
     */
    Optional<Appended> outcomeOf(AppendBatch batch);

    /**
     * The events after a version of each stream, in sequence.
     *
     * @param eventsPerStreamMax how many of each stream at the most; a stream with as many may have
     *     more
     */
    List<EventEnvelope> loadSince(Map<String, Long> sinceVersions, int eventsPerStreamMax);

    /** The events of one stream after a version, in sequence. */
    default List<EventEnvelope> loadSince(String streamId, long sinceVersion, int eventsMax) {
        return loadSince(Map.of(streamId, sinceVersion), eventsMax);
    }

    /** The first events of one stream, in sequence; empty where the stream does not exist. */
    default List<EventEnvelope> load(String streamId, int eventsMax) {
        return loadSince(streamId, 0, eventsMax);
    }
}
