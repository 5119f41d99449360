package io.stockledger.command.eventstore;

import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Events to append where it does not matter what happened. */
public final class SampleEvents {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    private SampleEvents() {}

    /** The event that a stream has at that sequence number: first its registration, then goods. */
    public static NewEvent event(String streamId, long sequenceNumber) {
        InventoryEvent payload =
                sequenceNumber == 1
                        ? new ProductRegistered(streamId, "Lamp", "sku-1", 10, "main")
                        : new StockReceived(streamId, "main", sequenceNumber, "delivery");
        return new NewEvent(
                UUID.randomUUID(),
                streamId,
                sequenceNumber,
                NOON.plus(sequenceNumber, ChronoUnit.MICROS),
                payload,
                new EventMetadata("command-" + sequenceNumber, "basket 42", null, null, null));
    }

    /** The next events of a stream that is at that version. */
    public static AppendBatch next(String streamId, long version, int count) {
        var events = new ArrayList<NewEvent>();
        for (int i = 1; i <= count; i++) {
            events.add(event(streamId, version + i));
        }
        var expected = new LinkedHashMap<String, Long>();
        expected.put(streamId, version);
        return new AppendBatch(expected, events);
    }

    /** Both batches in one. */
    public static AppendBatch both(AppendBatch one, AppendBatch other) {
        var expected = new LinkedHashMap<>(one.expectedVersions());
        expected.putAll(other.expectedVersions());
        List<NewEvent> events = new ArrayList<>(one.events());
        events.addAll(other.events());
        return new AppendBatch(expected, events);
    }
}
