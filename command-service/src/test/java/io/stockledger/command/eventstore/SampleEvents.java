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

/** Events for tests in which the content does not matter. */
public final class SampleEvents {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    private SampleEvents() {}

    /** The event at this sequence number: a registration first, and then receipts of stock. */
    public static StreamEvent event(String streamId, long sequenceNumber) {
        InventoryEvent payload =
                sequenceNumber == 1
                        ? new ProductRegistered(streamId, "Lamp", "sku-1", 10, "main")
                        : new StockReceived(streamId, "main", sequenceNumber, "delivery");
        return new StreamEvent(
                UUID.randomUUID(),
                streamId,
                sequenceNumber,
                NOON.plus(sequenceNumber, ChronoUnit.MICROS),
                payload,
                new EventMetadata("command-" + sequenceNumber, "basket 42", null, null, null));
    }

    /** The next events of a stream at this version. */
    public static AppendBatch next(String streamId, long version, int count) {
        var events = new ArrayList<StreamEvent>();
        for (int i = 1; i <= count; i++) {
            events.add(event(streamId, version + i));
        }
        var expected = new LinkedHashMap<String, Long>();
        expected.put(streamId, version);
        return new SampleBatch(expected, events);
    }

    /** Both batches in one. */
    public static AppendBatch both(AppendBatch one, AppendBatch other) {
        var expected = new LinkedHashMap<>(one.expectedVersions());
        expected.putAll(other.expectedVersions());
        List<StreamEvent> events = new ArrayList<>(one.events());
        events.addAll(other.events());
        return new SampleBatch(expected, events);
    }
}
