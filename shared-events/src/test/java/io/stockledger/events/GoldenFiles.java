package io.stockledger.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.events.InventoryEvent.ProductRestored;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;
import io.stockledger.events.InventoryEvent.StockUnblocked;
import io.stockledger.events.InventoryEvent.StockWrittenOff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The approved JSON of every event type and version, and the Java objects with the same content.
 */
final class GoldenFiles {

    private static final String PRODUCT = "85123A/B";
    private static final String ORDER = "order-536365";

    private GoldenFiles() {}

    /** The content of a golden file, which is one line. */
    static String text(String name) {
        String path = "/golden/" + name + ".json";
        try (InputStream file = GoldenFiles.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(file, path).readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all golden files, found in their folder. */
    static List<String> names() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".json"))
                    .map(file -> file.substring(0, file.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(
                    Objects.requireNonNull(GoldenFiles.class.getResource("/golden")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code StockReserved.v1} for {@code StockReserved-without-expiry.v1}. */
    static String typeAndVersion(String name) {
        return name.replaceFirst("-.*(?=\\.v)", "");
    }

    /** The version in the name of a golden file. */
    static int version(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf(".v") + 2));
    }

    /** The event in each golden file, by the name of the file. */
    static Map<String, InventoryEvent> events() {
        var events = new LinkedHashMap<String, InventoryEvent>();
        events.put(
                "ProductRegistered.v1",
                new ProductRegistered(
                        PRODUCT, "WHITE HANGING HEART T-LIGHT HOLDER", "85123A", 250, "main"));
        events.put(
                "StockReceived.v1",
                new StockReceived(PRODUCT, "north", 9_007_199_254_740_991L, "delivery-4711"));
        events.put(
                "StockReserved.v1",
                new StockReserved(PRODUCT, ORDER, 6, Instant.parse("2026-01-31T12:30:00.123456Z")));
        events.put("StockReserved-without-expiry.v1", new StockReserved(PRODUCT, ORDER, 6, null));
        events.put(
                "ReservationExtended.v1",
                new ReservationExtended(PRODUCT, ORDER, Instant.parse("2026-02-28T00:00:00Z")));
        events.put("ReservationCancelled.v1", new ReservationCancelled(PRODUCT, ORDER, 6));
        events.put("ReservationExpired.v1", new ReservationExpired(PRODUCT, ORDER, 2));
        events.put("StockShipped.v1", new StockShipped(PRODUCT, ORDER, "main", 4));
        events.put("StockAdjusted.v1", new StockAdjusted(PRODUCT, "main", 250, 0, "water damage"));
        events.put(
                "StockTransferred.v1",
                new StockTransferred(PRODUCT, "main", "Lager Süd", 50, "truck 7"));
        events.put(
                "StockReceived-blocked.v1",
                new StockReceived(PRODUCT, "quarantine", 12, "delivery-4712", true));
        events.put(
                "StockReserved-in-a-warehouse.v1",
                new StockReserved(PRODUCT, ORDER, 6, null, "Lager Süd"));
        events.put("ProductRenamed.v1", new ProductRenamed(PRODUCT, "T-LIGHT HOLDER", "85123-A"));
        events.put("StockPolicySet.v1", new StockPolicySet(PRODUCT, 5, 100, 20L));
        events.put(
                "StockPolicySet-without-reorder-point.v1", new StockPolicySet(PRODUCT, 0, 0, null));
        events.put("ProductArchived.v1", new ProductArchived(PRODUCT));
        events.put("ProductRestored.v1", new ProductRestored(PRODUCT));
        events.put(
                "ReservationChanged.v1",
                new ReservationChanged(
                        PRODUCT, ORDER, 6, 4, Instant.parse("2026-03-01T00:00:00Z"), "main"));
        events.put(
                "ReservationChanged-from-anywhere-without-end.v1",
                new ReservationChanged(PRODUCT, ORDER, 4, 4, null, null));
        events.put(
                "ReservationReassigned.v1",
                new ReservationReassigned(
                        PRODUCT,
                        "basket-9",
                        ORDER,
                        4,
                        Instant.parse("2026-03-01T00:00:00Z"),
                        "main"));
        events.put(
                "ReservationReassigned-from-anywhere-without-end.v1",
                new ReservationReassigned(PRODUCT, "basket-9", ORDER, 4, null, null));
        events.put(
                "StockReturned.v1",
                new StockReturned(PRODUCT, ORDER, "main", 2, "unwanted", false));
        events.put(
                "StockReturned-blocked.v1",
                new StockReturned(PRODUCT, ORDER, "main", 1, "broken", true));
        events.put("StockBlocked.v1", new StockBlocked(PRODUCT, "main", 3, "inspection"));
        events.put("StockUnblocked.v1", new StockUnblocked(PRODUCT, "main", 2, "inspected"));
        events.put("StockWrittenOff.v1", new StockWrittenOff(PRODUCT, "main", 1, "broken", false));
        events.put(
                "StockWrittenOff-blocked.v1",
                new StockWrittenOff(PRODUCT, "main", 1, "expired", true));
        return events;
    }

    static InventoryEvent event(String file) {
        return Objects.requireNonNull(events().get(file), file);
    }

    static EventEnvelope envelope(String file) {
        return Objects.requireNonNull(envelopes().get(file), file);
    }

    /** The envelope in each golden file, by the name of the file. */
    static Map<String, EventEnvelope> envelopes() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String commandId = "019b1b2e-7c00-7000-8000-000000000001";
        return Map.of(
                "Envelope.v1",
                envelope(
                        "2026-01-30T12:30:00.123456Z",
                        new StockReserved(PRODUCT, ORDER, 6, null),
                        new EventMetadata(
                                commandId, "basket 42", "till-3", traceparent, "count-sheet-9")),
                "Envelope-with-little-metadata.v1",
                envelope(
                        "2026-01-30T12:30:00Z",
                        new ReservationCancelled(PRODUCT, ORDER, 6),
                        new EventMetadata(commandId, null, null, null, null)));
    }

    private static EventEnvelope envelope(
            String occurredAt, InventoryEvent payload, EventMetadata metadata) {
        return new EventEnvelope(
                UUID.fromString("019b1b2e-7c00-7000-8000-00000000002a"),
                PRODUCT,
                EventEnvelope.INVENTORY,
                7,
                1_234_567,
                Instant.parse(occurredAt),
                payload,
                metadata);
    }
}
