package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.events.EventEnvelope;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The append-only log of all streams. Whoever sees position N sees every position below it.
 * Thread-safe.
 *
 * <p>Every method throws {@link EventStoreException} where the store cannot be reached or refuses.
 */
public interface EventStore {

    /**
     * Appends the events if every stream is at the version expected of it and no idempotency key of
     * the batch is known; durable on return.
     *
     * @throws AppendOutcomeUnknownException where the connection was lost meanwhile
     * @throws AppendRefusedException where the store cannot keep what the batch holds
     */
    AppendResult append(AppendBatch batch);

    /**
     * Keeps all others from appending, reads what the streams got since the given versions and what
     * the keys stand for, lets the caller decide on that, and appends; so it cannot lose a race.
     * The callback runs inside the transaction and must be quick.
     *
     * @param sinceVersions the version of each stream that the caller has
     * @param keys idempotency keys that the caller asks about
     * @param decide makes the batch, whose keys must not be known
     * @throws AppendOutcomeUnknownException where the connection was lost meanwhile
     * @throws AppendRefusedException where the store cannot keep what the batch holds
     */
    Appended appendExclusively(
            Map<String, Long> sinceVersions, Set<String> keys, Function<Newer, AppendBatch> decide);

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

    /** All events from one position to another, both included, in the order of the log. */
    List<EventEnvelope> loadRange(long firstPosition, long lastPosition);

    /** The events of one stream after a version, in sequence. */
    default List<EventEnvelope> loadSince(String streamId, long sinceVersion, int eventsMax) {
        return loadSince(Map.of(streamId, sinceVersion), eventsMax);
    }

    /** The first events of one stream, in sequence; empty where the stream does not exist. */
    default List<EventEnvelope> load(String streamId, int eventsMax) {
        return loadSince(streamId, 0, eventsMax);
    }
}
