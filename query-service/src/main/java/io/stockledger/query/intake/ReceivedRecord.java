package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;

import org.jspecify.annotations.Nullable;

/** A record of the topic, parsed. */
sealed interface ReceivedRecord {

    /** A record with an event that this version of the code can read. */
    record ReadableEvent(EventEnvelope event) implements ReceivedRecord {}

    /**
     * A record without an event, or with one of a type that only a newer version can read.
     *
     * @param sequenceNumber the sequence number of the event; null if it could not be read either
     * @param reason why the record cannot be read
     */
    record UnreadableRecord(
            @Nullable Long sequenceNumber, String reason, int partition, long offset)
            implements ReceivedRecord {}
}
