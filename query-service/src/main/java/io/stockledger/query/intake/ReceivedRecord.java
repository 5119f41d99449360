package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;

import org.jspecify.annotations.Nullable;

/** What one record of the topic turned out to be. */
sealed interface ReceivedRecord {

    /** An event that this version of the code understands. */
    record Understood(EventEnvelope event) implements ReceivedRecord {}

    /**
     * A record that is no event, or one of a type that a newer version wrote.
     *
     * @param sequenceNumber the event's number where at least that could be read
     * @param reason what is wrong with it
     */
    record Unreadable(@Nullable Long sequenceNumber, String reason, int partition, long offset)
            implements ReceivedRecord {}
}
