package io.stockledger.benchmarks.projection;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.EventTopic;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * An event log in the form that a Kafka poll returns: registrations of the products, then orders.
 * Each order reserves one unit of a random product and is shipped after about {@value #OPEN_ORDERS}
 * further orders.
 */
final class SalesLog {

    private static final int PARTITIONS = 12;
    private static final int OPEN_ORDERS = 500;
    private static final long INITIAL_QUANTITY = 1_000_000;
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    private record Order(String productId, String orderId) {}

    private final Random random = new Random(20261125);
    private final Map<String, Long> versions = new HashMap<>();
    private final ArrayDeque<Order> open = new ArrayDeque<>();
    private final long[] offsets = new long[PARTITIONS];
    private final long[] lastPositions = new long[PARTITIONS];
    private final int products;
    private long position;
    private int orders;

    SalesLog(int products) {
        this.products = products;
    }

    List<ConsumerRecord<byte[], byte[]>> registrations() {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>(products);
        for (int i = 0; i < products; i++) {
            String id = productId(i);
            records.add(
                    record(
                            new ProductRegistered(
                                    id,
                                    "Product number " + i,
                                    "SKU-" + i,
                                    INITIAL_QUANTITY,
                                    "main")));
        }
        return records;
    }

    /** Returns the next reservations and shipments. */
    List<ConsumerRecord<byte[], byte[]>> next(int count) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>(count);
        while (records.size() < count) {
            boolean reserve = open.size() < OPEN_ORDERS || random.nextBoolean();
            records.add(record(reserve ? reservation() : shipment()));
        }
        return records;
    }

    private InventoryEvent reservation() {
        Order order =
                new Order(productId(random.nextInt(products)), "order-" + (10_000_000 + orders++));
        open.add(order);
        return new StockReserved(order.productId, order.orderId, 1, null);
    }

    private InventoryEvent shipment() {
        Order order = open.remove();
        return new StockShipped(order.productId, order.orderId, "main", 1);
    }

    private ConsumerRecord<byte[], byte[]> record(InventoryEvent event) {
        position++;
        String value =
                EventJson.writeEnvelope(
                        new EventEnvelope(
                                new UUID(0x0199_7000_0000_7000L, position),
                                event.productId(),
                                EventEnvelope.INVENTORY,
                                versions.merge(event.productId(), 1L, Long::sum),
                                position,
                                START.plusNanos(position * 25_000),
                                event,
                                new EventMetadata(
                                        "command-" + position,
                                        "correlation-" + position,
                                        null,
                                        null,
                                        null)));
        int partition = Math.floorMod(event.productId().hashCode(), PARTITIONS);
        var record =
                new ConsumerRecord<>(
                        "inventory.events",
                        partition,
                        offsets[partition]++,
                        event.productId().getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8));
        header(record, EventTopic.HEADER_CONTENT_TYPE, "application/json");
        header(record, EventTopic.HEADER_SPEC_VERSION, "1.0");
        header(record, EventTopic.HEADER_ID, "event-" + position);
        header(record, EventTopic.HEADER_TYPE, event.getClass().getSimpleName());
        header(record, EventTopic.HEADER_SOURCE, "/stockledger");
        header(record, EventTopic.HEADER_SUBJECT, event.productId());
        header(record, EventTopic.HEADER_TIME, START.toString());
        header(record, EventTopic.HEADER_POSITION, Long.toString(position));
        header(
                record,
                EventTopic.HEADER_PREVIOUS_POSITION,
                Long.toString(lastPositions[partition]));
        lastPositions[partition] = position;
        return record;
    }

    private static void header(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String productId(int number) {
        return "product-" + (1_000_000 + number);
    }
}
