package io.stockledger.command.eventstore;

import io.stockledger.events.EventJson;
import io.stockledger.events.EventMetadata;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as its row holds it, payload and metadata still text: for those who pass events on and
 * need not understand them.
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

    /** The envelope's JSON, as the topic and the audit trail show it. */
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

    /** The trace context of the request that caused the event, or null where it had none. */
    public @Nullable String traceparent() {
        return metadataJson.contains("\"traceparent\"") ? metadata().traceparent() : null;
    }

    private EventMetadata metadata() {
        return EventJson.readMetadata(metadataJson);
    }
}
