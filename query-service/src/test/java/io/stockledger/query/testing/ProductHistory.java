package io.stockledger.query.testing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The expected state of a product of {@link Histories} after all events so far. */
public final class ProductHistory {

    /** What an order holds; the end and the warehouse are null without one. */
    public record Held(long quantity, @Nullable Instant end, @Nullable String warehouseId) {

        /** The quantity that it holds at the instant: 0 once it has lapsed. */
        long at(Instant now) {
            return end == null || end.isAfter(now) ? quantity : 0;
        }
    }

    public final String productId;

    /** The quantity on hand in each warehouse that has ever had any. */
    public final Map<String, Long> warehouses = new TreeMap<>();

    public final Map<String, Held> held = new TreeMap<>();
    public final Map<String, Long> shipped = new TreeMap<>();
    public final Map<String, Long> returned = new TreeMap<>();
    public String name = "";
    public String sku = "SKU";
    public boolean archived;
    public long safetyStock;
    public long backorderLimit;
    public @Nullable Long reorderPoint;
    public long version;

    private final Map<String, Long> blocked = new TreeMap<>();

    ProductHistory(String productId) {
        this.productId = productId;
    }

    public long total() {
        return warehouses.values().stream().mapToLong(q -> q).sum();
    }

    public long blockedTotal() {
        return blocked.values().stream().mapToLong(q -> q).sum();
    }

    /** The quantity on hand in a warehouse. */
    public long quantity(String warehouse) {
        return warehouses.getOrDefault(warehouse, 0L);
    }

    public long blocked(String warehouse) {
        return blocked.getOrDefault(warehouse, 0L);
    }

    long unblocked(String warehouse) {
        return quantity(warehouse) - blocked(warehouse);
    }

    /** The quantity that is reserved, including lapsed reservations. */
    public long reservedInAll() {
        return reservedAt(Instant.MIN);
    }

    /** The quantity that an order's reservation holds at the instant, unless it has lapsed. */
    public long reservedAt(Instant now, String order) {
        Held of = held.get(order);
        return of == null ? 0 : of.at(now);
    }

    /** The quantity that all reservations hold at the instant, without lapsed ones. */
    public long reservedAt(Instant now) {
        return held.values().stream().mapToLong(of -> of.at(now)).sum();
    }

    /** The quantity that is reserved in a warehouse at the instant. */
    public long reservedIn(String warehouse, Instant now) {
        return held.values().stream()
                .filter(of -> warehouse.equals(of.warehouseId()))
                .mapToLong(of -> of.at(now))
                .sum();
    }

    public long availableAt(Instant now) {
        return Math.max(0, total() - blockedTotal() - safetyStock - reservedAt(now));
    }

    /**
     * Whether the product is low on stock, with its lapsed reservations.
     *
     * @param below the threshold of products without a reorder point
     */
    public boolean isLow(long below) {
        return !archived
                && availableAt(Instant.MIN) < (reorderPoint == null ? below : reorderPoint);
    }

    /** The quantity that a new reservation may have, also bound to a warehouse. */
    long free(@Nullable String warehouse) {
        long inAll = total() - blockedTotal() - safetyStock - reservedInAll() + backorderLimit;
        return warehouse == null
                ? inAll
                : Math.min(inAll, unblocked(warehouse) - reservedIn(warehouse, Instant.MIN));
    }

    /** The quantity that an order may take out of a warehouse. */
    long freeFor(String order, String warehouse) {
        Held own = held.get(order);
        long others =
                reservedIn(warehouse, Instant.MIN)
                        - (own != null && warehouse.equals(own.warehouseId()) ? own.quantity() : 0);
        return unblocked(warehouse) - others;
    }

    long returnable(String order) {
        return shipped.getOrDefault(order, 0L) - returned.getOrDefault(order, 0L);
    }

    Held held(String order) {
        return Objects.requireNonNull(held.get(order));
    }

    void put(String warehouse, long change) {
        warehouses.merge(warehouse, change, Long::sum);
    }

    void block(String warehouse, long change) {
        blocked.merge(warehouse, change, Long::sum);
    }

    void take(String order, long quantity) {
        Held before = held(order);
        if (before.quantity() == quantity) {
            held.remove(order);
        } else {
            held.put(
                    order,
                    new Held(before.quantity() - quantity, before.end(), before.warehouseId()));
        }
    }
}
