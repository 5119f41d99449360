package io.stockledger.query.testing;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An event log from given events, to which it assigns sequence numbers, positions and times. */
public final class HandwrittenLog {

    private static final Instant START = Instant.parse("2026-03-01T09:00:00.123456Z");

    private final Map<String, Long> versions = new HashMap<>();
    private final List<EventEnvelope> events = new ArrayList<>();

    public HandwrittenLog add(InventoryEvent event) {
        long position = events.size() + 1L;
        long sequenceNumber = versions.merge(event.productId(), 1L, Long::sum);
        events.add(
                new EventEnvelope(
                        new UUID(0x7000L, position),
                        event.productId(),
                        EventEnvelope.INVENTORY,
                        sequenceNumber,
                        position,
                        START.plusSeconds(position),
                        event,
                        new EventMetadata("c-" + position, "till-" + position, null, null, null)));
        return this;
    }

    public List<EventEnvelope> events() {
        return events;
    }
}
