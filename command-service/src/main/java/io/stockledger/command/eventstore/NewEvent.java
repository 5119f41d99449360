package io.stockledger.command.eventstore;

import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;

import java.util.UUID;

/** A decided event that has no position yet. */
public record NewEvent(
        UUID eventId,
        String streamId,
        long sequenceNumber,
        InventoryEvent payload,
        EventMetadata metadata) {}
