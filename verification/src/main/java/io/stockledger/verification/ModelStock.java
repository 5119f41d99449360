package io.stockledger.verification;

import static io.stockledger.verification.ContradictionException.positive;
import static io.stockledger.verification.ContradictionException.require;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The stock of a product in all its warehouses. Part of {@link ProductModel}; not thread-safe. */
final class ModelStock {

    private final SortedMap<String, ModelWarehouse> warehouses = new TreeMap<>();
    private long total;
    private long blocked;

    /** Adds a quantity that is blocked on arrival, or for sale. */
    void add(String warehouseId, long quantity, boolean isBlocked) {
        change(warehouseId, quantity, isBlocked ? quantity : 0);
    }

    /** Takes a quantity out of the blocked stock of a warehouse, or out of that for sale. */
    void writeOff(String warehouseId, long quantity, boolean isBlocked) {
        ModelWarehouse before = in(warehouseId);
        requireAtMost(
                quantity,
                isBlocked ? before.blocked() : before.unblocked(),
                isBlocked ? "blocked" : "not blocked",
                "written off in",
                warehouseId);
        change(warehouseId, -quantity, isBlocked ? -quantity : 0);
    }

    void block(String warehouseId, long quantity) {
        long unblocked = in(warehouseId).unblocked();
        requireAtMost(quantity, unblocked, "not blocked", "blocked in", warehouseId);
        change(warehouseId, 0, quantity);
    }

    void unblock(String warehouseId, long quantity) {
        long before = in(warehouseId).blocked();
        requireAtMost(quantity, before, "blocked", "unblocked in", warehouseId);
        change(warehouseId, 0, -quantity);
    }

    private static void requireAtMost(
            long quantity, long limit, String stock, String done, String warehouseId) {
        require(
                positive(quantity) <= limit,
                () ->
                        "%d are %s warehouse '%s', and %d there are %s"
                                .formatted(quantity, done, warehouseId, limit, stock));
    }

    /**
     * Takes a quantity that is for sale out of a warehouse.
     *
     * @param free the quantity that may leave it
     * @param why the limit in words, such as "reserved for other orders"
     */
    void take(String warehouseId, long quantity, long free, String why) {
        require(
                positive(quantity) <= free,
                () ->
                        "%d leave warehouse '%s', and %d there are neither blocked nor %s"
                                .formatted(quantity, warehouseId, free, why));
        change(warehouseId, -quantity, 0);
    }

    /** Sets the quantity in a warehouse. Less than is blocked there lowers the blocked stock. */
    void set(String warehouseId, long quantity) {
        ModelWarehouse before = in(warehouseId);
        long blockedAfter = Math.min(before.blocked(), quantity);
        change(warehouseId, quantity - before.onHand(), blockedAfter - before.blocked());
    }

    /** Changes the sum of the reservations that are bound to a warehouse. */
    void reserve(String warehouseId, long change) {
        ModelWarehouse before = in(warehouseId);
        warehouses.put(
                warehouseId,
                new ModelWarehouse(before.onHand(), before.blocked(), before.reserved() + change));
    }

    private void change(String warehouseId, long change, long blockedChange) {
        ModelWarehouse before = in(warehouseId);
        warehouses.put(
                warehouseId,
                new ModelWarehouse(
                        before.onHand() + change,
                        before.blocked() + blockedChange,
                        before.reserved()));
        total += change;
        blocked += blockedChange;
        require(
                total <= ContradictionException.QUANTITY_MAX,
                () -> "the total is %d".formatted(total));
    }

    /** The stock in a warehouse; none if it has never held the product. */
    ModelWarehouse in(String warehouseId) {
        return warehouses.getOrDefault(warehouseId, ModelWarehouse.NONE);
    }

    /** The warehouses that have ever held the product. */
    SortedMap<String, ModelWarehouse> warehouses() {
        return Collections.unmodifiableSortedMap(warehouses);
    }

    long total() {
        return total;
    }

    long blocked() {
        return blocked;
    }
}
