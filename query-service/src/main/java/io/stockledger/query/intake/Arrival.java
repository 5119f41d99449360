package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;

import org.jspecify.annotations.Nullable;

/** What one record of the topic turned out to be. */
sealed interface Arrival {

    /** An event that this version of the code understands. */
    record Readable(EventEnvelope event) implements Arrival {}

    /**
     * A record that is no event, or one of a type that a newer version wrote.
     *
     * @param sequenceNumber the event's number where at least that could be read
     * @param reason what is wrong with it
     */
    record Unreadable(@Nullable Long sequenceNumber, String reason, int partition, long offset)
            implements Arrival {}
}
