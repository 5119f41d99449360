package io.stockledger.command.eventstore;

import io.stockledger.events.EventJson;
import io.stockledger.events.EventMetadata;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of the event log, with payload and metadata as JSON text. The relay and the audit trail
 * pass it on without parsing it.
 */
public record StoredEvent(
        UUID eventId,
        String aggregateId,
        String aggregateType,
        long sequenceNumber,
        long position,
        Instant occurredAt,
        String type,
        int typeVersion,
        String payloadJson,
        String metadataJson) {

    /** The JSON of the envelope, as the topic and the audit trail contain it. */
    public String envelopeJson() {
        return EventJson.writeEnvelope(
                eventId,
                aggregateId,
                aggregateType,
                sequenceNumber,
                position,
                occurredAt,
                payloadJson,
                metadataJson);
    }

    /** The trace context of the request that caused the event, or null if it had none. */
    public @Nullable String traceparent() {
        return metadataJson.contains("\"traceparent\"") ? metadata().traceparent() : null;
    }

    private EventMetadata metadata() {
        return EventJson.readMetadata(metadataJson);
    }
}
