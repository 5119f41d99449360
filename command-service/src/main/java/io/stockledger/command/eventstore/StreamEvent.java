package io.stockledger.command.eventstore;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;

import java.time.Instant;
import java.util.UUID;

/**
 * An event in its stream, without its position in the event log, which only the append determines.
 *
 * @param streamId the product's id
 * @param sequenceNumber 1, 2, 3 ... within the stream
 * @param occurredAt when it was decided, UTC, microseconds
 */
public record StreamEvent(
        UUID eventId,
        String streamId,
        long sequenceNumber,
        Instant occurredAt,
        InventoryEvent payload,
        EventMetadata metadata) {

    /** The event of an envelope. */
    public static StreamEvent of(EventEnvelope envelope) {
        return new StreamEvent(
                envelope.eventId(),
                envelope.aggregateId(),
                envelope.sequenceNumber(),
                envelope.occurredAt(),
                envelope.payload(),
                envelope.metadata());
    }
}
