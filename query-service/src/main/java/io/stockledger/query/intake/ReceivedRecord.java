package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventTopic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of the topic, parsed. */
sealed interface ReceivedRecord {

    /** The record as Kafka returned it. */
    ConsumerRecord<byte[], byte[]> source();

    /** Whether the relay has published the record: only the relay sets the position header. */
    default boolean isOfRelay() {
        return source().headers().lastHeader(EventTopic.HEADER_POSITION) != null;
    }

    /** A record with an event that this version of the code can read. */
    record ReadableEvent(EventEnvelope event, ConsumerRecord<byte[], byte[]> source)
            implements ReceivedRecord {}

    /**
     * A record without an event, or with one of a type that only a newer version can read.
     *
     * @param sequenceNumber the sequence number of the event; null if it could not be read either
     * @param reason why the record cannot be read
     */
    record UnreadableRecord(
            @Nullable Long sequenceNumber, String reason, ConsumerRecord<byte[], byte[]> source)
            implements ReceivedRecord {}
}
