package io.stockledger.query.testing;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Generates plausible histories of products. A model of each product determines the events that are
 * possible next. The same seed gives the same history.
 */
public final class Histories {

    /** The time of the first events; the first reservations lapse soon after it. */
    public static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    /** The expected state of a product after all events so far. */
    public static final class Model {
        public final String productId;
        public final Map<String, Long> warehouses = new TreeMap<>();
        public final Map<String, Long> reserved = new TreeMap<>();
        public final Map<String, Instant> expiries = new TreeMap<>();
        public final Map<String, Long> shipped = new TreeMap<>();
        public long version;

        Model(String productId) {
            this.productId = productId;
        }

        public long total() {
            return warehouses.values().stream().mapToLong(q -> q).sum();
        }

        /** The quantity that is reserved, including lapsed reservations. */
        public long reservedInAll() {
            return reserved.values().stream().mapToLong(q -> q).sum();
        }

        /** The quantity that an order's reservation holds at the instant, unless it has lapsed. */
        public long reservedAt(Instant now, String order) {
            Instant expiry = expiries.getOrDefault(order, Instant.MAX);
            return expiry.isAfter(now) ? reserved.getOrDefault(order, 0L) : 0;
        }

        /** The quantity that all reservations hold at the instant, without lapsed ones. */
        public long reservedAt(Instant now) {
            return reserved.keySet().stream().mapToLong(order -> reservedAt(now, order)).sum();
        }

        public long availableAt(Instant now) {
            return Math.max(0, total() - reservedAt(now));
        }
    }

    private final Random random;
    private final List<String> warehouses = List.of("main", "east", "west/1");
    private final int orders;
    private final List<Model> products = new ArrayList<>();
    private long position;

    public Histories(long seed, int products, int orders) {
        this.random = new Random(seed);
        this.orders = orders;
        for (int i = 0; i < products; i++) {
            this.products.add(new Model("product-" + i));
        }
    }

    /** The next events of all products, in the order of their positions. */
    public List<EventEnvelope> next(int count) {
        var events = new ArrayList<EventEnvelope>(count);
        for (int i = 0; i < count; i++) {
            Model model = products.get(random.nextInt(products.size()));
            events.add(envelope(model, event(model)));
        }
        return events;
    }

    public List<Model> models() {
        return products;
    }

    private EventEnvelope envelope(Model model, InventoryEvent event) {
        position++;
        model.version++;
        return new EventEnvelope(
                new UUID(0x7000L, position),
                model.productId,
                EventEnvelope.INVENTORY,
                model.version,
                position,
                START.plusMillis(position),
                event,
                new EventMetadata(
                        "command-" + position, "correlation-" + position, null, null, null));
    }

    private InventoryEvent event(Model model) {
        if (model.version == 0) {
            long initial = random.nextInt(50);
            model.warehouses.put("main", initial);
            return new ProductRegistered(
                    model.productId, "Name of " + model.productId, "SKU", initial, "main");
        }
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> reserved(model);
            case 3, 4 -> shipped(model);
            case 5 -> ended(model);
            case 6 -> adjusted(model);
            case 7 -> transferred(model);
            default -> received(model);
        };
    }

    private InventoryEvent received(Model model) {
        String warehouse = any(warehouses);
        long quantity = 1L + random.nextInt(40);
        model.warehouses.merge(warehouse, quantity, Long::sum);
        return new StockReceived(model.productId, warehouse, quantity, "delivery");
    }

    private InventoryEvent reserved(Model model) {
        String order = "order-" + random.nextInt(orders);
        long available = model.total() - model.reservedInAll();
        if (available <= 0 || model.reserved.containsKey(order)) {
            return received(model);
        }
        long quantity = 1 + random.nextLong(available);
        model.reserved.put(order, quantity);
        Instant expiresAt = random.nextBoolean() ? START.plusSeconds(position) : null;
        if (expiresAt != null) {
            model.expiries.put(order, expiresAt);
        }
        return new StockReserved(model.productId, order, quantity, expiresAt);
    }

    private InventoryEvent shipped(Model model) {
        List<String> holders =
                model.warehouses.keySet().stream()
                        .filter(w -> model.warehouses.getOrDefault(w, 0L) > 0)
                        .toList();
        if (model.reserved.isEmpty() || holders.isEmpty()) {
            return received(model);
        }
        String order = any(List.copyOf(new TreeMap<>(model.reserved).keySet()));
        String warehouse = any(holders);
        long most =
                Math.min(
                        model.reserved.getOrDefault(order, 0L),
                        model.warehouses.getOrDefault(warehouse, 0L));
        long quantity = 1 + random.nextLong(most);
        model.warehouses.merge(warehouse, -quantity, Long::sum);
        model.shipped.merge(order, quantity, Long::sum);
        take(model, order, quantity);
        return new StockShipped(model.productId, order, warehouse, quantity);
    }

    private InventoryEvent ended(Model model) {
        if (model.reserved.isEmpty()) {
            return received(model);
        }
        String order = any(List.copyOf(new TreeMap<>(model.reserved).keySet()));
        int how = random.nextInt(3);
        if (how == 0) {
            Instant expiresAt = START.plusSeconds(position + 1_000);
            model.expiries.put(order, expiresAt);
            return new ReservationExtended(model.productId, order, expiresAt);
        }
        long left = model.reserved.getOrDefault(order, 0L);
        take(model, order, left);
        return how == 1
                ? new ReservationCancelled(model.productId, order, left)
                : new ReservationExpired(model.productId, order, left);
    }

    private InventoryEvent adjusted(Model model) {
        String warehouse = any(warehouses);
        long before = model.warehouses.getOrDefault(warehouse, 0L);
        long after = random.nextInt(60);
        model.warehouses.put(warehouse, after);
        return new StockAdjusted(model.productId, warehouse, before, after, "physical-count");
    }

    private InventoryEvent transferred(Model model) {
        String from = any(warehouses);
        long held = model.warehouses.getOrDefault(from, 0L);
        if (held == 0) {
            return received(model);
        }
        String to = any(warehouses.stream().filter(w -> !w.equals(from)).toList());
        long quantity = 1 + random.nextLong(held);
        model.warehouses.merge(from, -quantity, Long::sum);
        model.warehouses.merge(to, quantity, Long::sum);
        return new StockTransferred(model.productId, from, to, quantity, "van");
    }

    private static void take(Model model, String order, long quantity) {
        long left = model.reserved.getOrDefault(order, 0L) - quantity;
        if (left == 0) {
            model.reserved.remove(order);
            model.expiries.remove(order);
        } else {
            model.reserved.put(order, left);
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
