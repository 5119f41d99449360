package io.stockledger.events;

import java.time.Instant;
import java.util.UUID;

/**
 * An event with its id, its place in the event log, its time and its metadata, as it is stored and
 * published.
 *
 * @param eventId a UUIDv7, unique over all logs
 * @param aggregateId the product's id
 * @param aggregateType always {@value #INVENTORY}
 * @param sequenceNumber 1, 2, 3 ... without gaps within the product's stream
 * @param position 1, 2, 3 ... without gaps over the whole log, in commit order
 * @param occurredAt the time of the decision, UTC, microseconds
 * @param payload the event
 * @param metadata the origin of the event
 */
public record EventEnvelope(
        UUID eventId,
        String aggregateId,
        String aggregateType,
        long sequenceNumber,
        long position,
        Instant occurredAt,
        InventoryEvent payload,
        EventMetadata metadata) {

    /** The only aggregate type. */
    public static final String INVENTORY = "Inventory";
}
