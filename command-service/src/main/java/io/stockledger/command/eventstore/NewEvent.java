package io.stockledger.command.eventstore;

import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;

import java.time.Instant;
import java.util.UUID;

/**
 * A decided event that has no position yet.
 *
 * @param occurredAt when it was decided, UTC, microseconds
 */
public record NewEvent(
        UUID eventId,
        String streamId,
        long sequenceNumber,
        Instant occurredAt,
        InventoryEvent payload,
        EventMetadata metadata) {}
