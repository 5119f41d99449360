package io.stockledger.query.testing;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
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

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/**
 * Generates plausible histories of products, with every type of event. A {@link ProductHistory} of
 * each product determines the events that are possible next. The same seed gives the same history.
 */
public final class Histories {

    /** The time of the first events; the first reservations lapse soon after it. */
    public static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    private final Random random;
    private final List<String> warehouses = List.of("main", "east", "west/1");
    private final int orders;
    private final List<ProductHistory> products = new ArrayList<>();
    private long position;

    public Histories(long seed, int products, int orders) {
        this.random = new Random(seed);
        this.orders = orders;
        for (int i = 0; i < products; i++) {
            this.products.add(new ProductHistory("product-" + i));
        }
    }

    /** The next events of all products, in the order of their positions. */
    public List<EventEnvelope> next(int count) {
        var events = new ArrayList<EventEnvelope>(count);
        for (int i = 0; i < count; i++) {
            ProductHistory product = products.get(random.nextInt(products.size()));
            events.add(envelope(product, event(product)));
        }
        return events;
    }

    /** The expected states of the products after all events so far. */
    public List<ProductHistory> models() {
        return products;
    }

    private EventEnvelope envelope(ProductHistory product, InventoryEvent event) {
        position++;
        product.version++;
        return new EventEnvelope(
                new UUID(0x7000L, position),
                product.productId,
                EventEnvelope.INVENTORY,
                product.version,
                position,
                START.plusMillis(position),
                event,
                new EventMetadata(
                        "command-" + position, "correlation-" + position, null, null, null));
    }

    private InventoryEvent event(ProductHistory product) {
        if (product.version == 0) {
            long initial = random.nextInt(50);
            product.name = "Name of " + product.productId;
            product.put("main", initial);
            return new ProductRegistered(
                    product.productId, product.name, product.sku, initial, "main");
        }
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> reserved(product);
            case 3, 4 -> shipped(product);
            case 5, 6 -> ended(product);
            case 7 -> adjusted(product);
            case 8 -> transferred(product);
            case 9 -> changed(product);
            case 10 -> reassigned(product);
            case 11 -> returned(product);
            case 12 -> blocked(product);
            case 13 -> writtenOff(product);
            case 14 -> described(product);
            default -> received(product);
        };
    }

    private InventoryEvent received(ProductHistory product) {
        String warehouse = any(warehouses);
        long quantity = 1L + random.nextInt(40);
        boolean blocked = random.nextInt(5) == 0;
        product.put(warehouse, quantity);
        product.block(warehouse, blocked ? quantity : 0);
        return new StockReceived(product.productId, warehouse, quantity, "delivery", blocked);
    }

    private InventoryEvent reserved(ProductHistory product) {
        String order = "order-" + random.nextInt(orders);
        String warehouse = random.nextInt(3) == 0 ? any(warehouses) : null;
        long free = product.free(warehouse);
        if (free <= 0 || product.held.containsKey(order)) {
            return received(product);
        }
        long quantity = 1 + random.nextLong(free);
        Instant end = random.nextBoolean() ? START.plusSeconds(position) : null;
        product.held.put(order, new ProductHistory.Held(quantity, end, warehouse));
        return new StockReserved(product.productId, order, quantity, end, warehouse);
    }

    private InventoryEvent shipped(ProductHistory product) {
        String order = anyHolder(product);
        if (order == null) {
            return received(product);
        }
        List<String> sources =
                warehouses.stream().filter(w -> product.freeFor(order, w) > 0).toList();
        if (sources.isEmpty()) {
            return received(product);
        }
        String warehouse = any(sources);
        long most = Math.min(product.held(order).quantity(), product.freeFor(order, warehouse));
        long quantity = 1 + random.nextLong(most);
        product.put(warehouse, -quantity);
        product.shipped.merge(order, quantity, Long::sum);
        product.take(order, quantity);
        return new StockShipped(product.productId, order, warehouse, quantity);
    }

    private InventoryEvent ended(ProductHistory product) {
        String order = anyHolder(product);
        if (order == null) {
            return received(product);
        }
        ProductHistory.Held held = product.held(order);
        int how = random.nextInt(3);
        if (how == 0) {
            Instant end = START.plusSeconds(position + 1_000);
            product.held.put(
                    order, new ProductHistory.Held(held.quantity(), end, held.warehouseId()));
            return new ReservationExtended(product.productId, order, end);
        }
        product.take(order, held.quantity());
        return how == 1
                ? new ReservationCancelled(product.productId, order, held.quantity())
                : new ReservationExpired(product.productId, order, held.quantity());
    }

    private InventoryEvent changed(ProductHistory product) {
        String order = anyHolder(product);
        if (order == null) {
            return received(product);
        }
        ProductHistory.Held before = product.held(order);
        String warehouse = random.nextBoolean() ? any(warehouses) : null;
        long most = before.quantity() + Math.max(0, product.free(null));
        if (warehouse != null) {
            most = Math.min(most, product.freeFor(order, warehouse));
        }
        if (most <= 0) {
            return received(product);
        }
        var after =
                new ProductHistory.Held(
                        1 + random.nextLong(most),
                        random.nextBoolean() ? START.plusSeconds(position + 500) : null,
                        warehouse);
        product.held.put(order, after);
        return new ReservationChanged(
                product.productId,
                order,
                before.quantity(),
                after.quantity(),
                after.end(),
                after.warehouseId());
    }

    private InventoryEvent reassigned(ProductHistory product) {
        String order = anyHolder(product);
        String toOrder = "order-" + random.nextInt(orders);
        if (order == null || order.equals(toOrder)) {
            return received(product);
        }
        ProductHistory.Held from = product.held(order);
        ProductHistory.Held to = product.held.get(toOrder);
        if (to != null && !Objects.equals(from.warehouseId(), to.warehouseId())) {
            return received(product);
        }
        product.held.remove(order);
        Instant end = to == null ? from.end() : later(from.end(), to.end());
        long sum = from.quantity() + (to == null ? 0 : to.quantity());
        product.held.put(toOrder, new ProductHistory.Held(sum, end, from.warehouseId()));
        return new ReservationReassigned(
                product.productId, order, toOrder, from.quantity(), end, from.warehouseId());
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return null;
        }
        return one.isAfter(other) ? one : other;
    }

    private InventoryEvent returned(ProductHistory product) {
        List<String> candidates =
                product.shipped.keySet().stream().filter(o -> product.returnable(o) > 0).toList();
        if (candidates.isEmpty()) {
            return received(product);
        }
        String order = any(candidates);
        String warehouse = any(warehouses);
        long quantity = 1 + random.nextLong(product.returnable(order));
        boolean blocked = random.nextBoolean();
        product.put(warehouse, quantity);
        product.block(warehouse, blocked ? quantity : 0);
        product.returned.merge(order, quantity, Long::sum);
        return new StockReturned(
                product.productId, order, warehouse, quantity, "unwanted", blocked);
    }

    private InventoryEvent blocked(ProductHistory product) {
        String warehouse = any(warehouses);
        boolean isRelease = random.nextBoolean();
        long most = isRelease ? product.blocked(warehouse) : product.unblocked(warehouse);
        if (most == 0) {
            return received(product);
        }
        long quantity = 1 + random.nextLong(most);
        product.block(warehouse, isRelease ? -quantity : quantity);
        return isRelease
                ? new StockUnblocked(product.productId, warehouse, quantity, "inspected")
                : new StockBlocked(product.productId, warehouse, quantity, "damaged");
    }

    private InventoryEvent writtenOff(ProductHistory product) {
        String warehouse = any(warehouses);
        boolean blocked = random.nextBoolean();
        long most = blocked ? product.blocked(warehouse) : product.unblocked(warehouse);
        if (most == 0) {
            return received(product);
        }
        long quantity = 1 + random.nextLong(most);
        product.put(warehouse, -quantity);
        product.block(warehouse, blocked ? -quantity : 0);
        return new StockWrittenOff(product.productId, warehouse, quantity, "broken", blocked);
    }

    private InventoryEvent described(ProductHistory product) {
        return switch (random.nextInt(4)) {
            case 0 -> renamed(product);
            case 1 -> archived(product);
            default -> policySet(product);
        };
    }

    private InventoryEvent renamed(ProductHistory product) {
        product.name = "Name " + position + " of " + product.productId;
        product.sku = "SKU-" + random.nextInt(5);
        return new ProductRenamed(product.productId, product.name, product.sku);
    }

    private static InventoryEvent archived(ProductHistory product) {
        product.archived = !product.archived;
        return product.archived
                ? new ProductArchived(product.productId)
                : new ProductRestored(product.productId);
    }

    private InventoryEvent policySet(ProductHistory product) {
        product.safetyStock = random.nextInt(10);
        product.backorderLimit = random.nextInt(10);
        product.reorderPoint = random.nextBoolean() ? (long) random.nextInt(30) : null;
        return new StockPolicySet(
                product.productId,
                product.safetyStock,
                product.backorderLimit,
                product.reorderPoint);
    }

    private InventoryEvent adjusted(ProductHistory product) {
        String warehouse = any(warehouses);
        long before = product.quantity(warehouse);
        long after = random.nextInt(60);
        product.put(warehouse, after - before);
        product.block(warehouse, Math.min(0, after - product.blocked(warehouse)));
        return new StockAdjusted(product.productId, warehouse, before, after, "physical-count");
    }

    private InventoryEvent transferred(ProductHistory product) {
        String from = any(warehouses);
        long most = product.freeFor("", from);
        if (most <= 0) {
            return received(product);
        }
        String to = any(warehouses.stream().filter(w -> !w.equals(from)).toList());
        long quantity = 1 + random.nextLong(most);
        product.put(from, -quantity);
        product.put(to, quantity);
        return new StockTransferred(product.productId, from, to, quantity, "van");
    }

    private @Nullable String anyHolder(ProductHistory product) {
        return product.held.isEmpty() ? null : any(List.copyOf(product.held.keySet()));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
