package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.history.HistoryEntry.StockSeen;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A product after its first {@code version} events, by the contract. It is written without the code
 * of the services, so that a bug there is not repeated here. Immutable.
 *
 * @param shipments by order; only those of orders with any
 */
public record StockState(
        long version,
        SortedMap<String, Warehouse> warehouses,
        SortedMap<String, Held> reservations,
        SortedMap<String, Shipped> shipments,
        Terms terms) {

    public static final StockState UNREGISTERED =
            new StockState(
                    0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new Terms(0, 0, false));

    /**
     * The stock in a warehouse.
     *
     * @param blocked the part of {@code onHand} that is not for sale
     */
    public record Warehouse(long onHand, long blocked) {

        static final Warehouse EMPTY = new Warehouse(0, 0);

        long unblocked() {
            return onHand - blocked;
        }
    }

    /**
     * A reservation.
     *
     * @param expiresAt null if it has no end
     * @param warehouseId null if it is from anywhere
     */
    public record Held(long quantity, @Nullable Instant expiresAt, @Nullable String warehouseId) {

        boolean holdsAt(Instant now) {
            return expiresAt == null || now.isBefore(expiresAt);
        }
    }

    /**
     * What left for an order.
     *
     * @param returned the part of {@code quantity} that came back
     */
    public record Shipped(long quantity, long returned) {

        static final Shipped NOTHING = new Shipped(0, 0);

        long returnable() {
            return quantity - returned;
        }
    }

    /** What is for sale beside the stock in the warehouses. */
    public record Terms(long safetyStock, long backorderLimit, boolean archived) {}

    public StockState {
        warehouses = Collections.unmodifiableSortedMap(warehouses);
        reservations = Collections.unmodifiableSortedMap(reservations);
        shipments = Collections.unmodifiableSortedMap(shipments);
    }

    public long total() {
        return warehouses.values().stream().mapToLong(Warehouse::onHand).sum();
    }

    public long blocked() {
        return warehouses.values().stream().mapToLong(Warehouse::blocked).sum();
    }

    /** The quantity of all reservations, including those that have lapsed but are not recorded. */
    public long reserved() {
        return reservations.values().stream().mapToLong(Held::quantity).sum();
    }

    /** The quantity of the reservations that hold stock at an instant. */
    public long reservedAt(Instant now) {
        return reservations.values().stream()
                .filter(held -> held.holdsAt(now))
                .mapToLong(Held::quantity)
                .sum();
    }

    /** The quantity that can be reserved at an instant. */
    public long promisable(Instant now) {
        long sellable = total() - blocked() - terms.safetyStock;
        return Math.max(0, sellable - reservedAt(now) + terms.backorderLimit);
    }

    public Warehouse in(String warehouseId) {
        return warehouses.getOrDefault(warehouseId, Warehouse.EMPTY);
    }

    /**
     * The quantity in a warehouse that an order can take or reserve at an instant: neither blocked
     * nor reserved there by other orders.
     */
    public long free(String warehouseId, String orderId, Instant now) {
        long others =
                reservations.entrySet().stream()
                        .filter(each -> !each.getKey().equals(orderId))
                        .map(Map.Entry::getValue)
                        .filter(held -> warehouseId.equals(held.warehouseId) && held.holdsAt(now))
                        .mapToLong(Held::quantity)
                        .sum();
        return Math.max(0, in(warehouseId).unblocked() - others);
    }

    public Shipped shipped(String orderId) {
        return shipments.getOrDefault(orderId, Shipped.NOTHING);
    }

    /** Whether an answer shows this state. Answers may leave out warehouses without stock. */
    public boolean isShownBy(StockSeen seen, boolean withReservations) {
        var onHand = new TreeMap<String, Long>();
        warehouses.forEach((id, warehouse) -> onHand.put(id, warehouse.onHand));
        return version == seen.version()
                && withStock(onHand).equals(withStock(seen.warehouses()))
                && total() == seen.total()
                && blocked() == seen.blocked()
                && (!withReservations || reserved() == seen.reserved());
    }

    private static SortedMap<String, Long> withStock(SortedMap<String, Long> warehouses) {
        var withStock = new TreeMap<>(warehouses);
        withStock.values().removeIf(quantity -> quantity == 0);
        return withStock;
    }

    /** Returns the state with the version after the next event. */
    StockState next() {
        return new StockState(version + 1, warehouses, reservations, shipments, terms);
    }

    /** Returns the state with changed quantities in a warehouse. */
    StockState withStock(String warehouseId, long change, long blockedChange) {
        Warehouse before = in(warehouseId);
        var changed = new TreeMap<>(warehouses);
        changed.put(
                warehouseId,
                new Warehouse(
                        Math.addExact(before.onHand, change),
                        Math.addExact(before.blocked, blockedChange)));
        return new StockState(version, changed, reservations, shipments, terms);
    }

    /** Returns the state with this quantity in a warehouse, of which no more can be blocked. */
    StockState withQuantity(String warehouseId, long quantity) {
        Warehouse before = in(warehouseId);
        return withStock(
                warehouseId,
                quantity - before.onHand,
                Math.min(before.blocked, quantity) - before.blocked);
    }

    /** Returns the state with a changed reservation; null removes it. */
    StockState withReservation(String orderId, @Nullable Held held) {
        var changed = new TreeMap<>(reservations);
        if (held == null) {
            changed.remove(orderId);
        } else {
            changed.put(orderId, held);
        }
        return new StockState(version, warehouses, changed, shipments, terms);
    }

    /** Returns the state after a shipment of a part of a reservation. */
    StockState withShipment(String orderId, String warehouseId, long quantity) {
        Held held = Objects.requireNonNull(reservations.get(orderId));
        long left = held.quantity - quantity;
        Held after = left == 0 ? null : new Held(left, held.expiresAt, held.warehouseId);
        Shipped before = shipped(orderId);
        return withStock(warehouseId, -quantity, 0)
                .withReservation(orderId, after)
                .withShipments(orderId, new Shipped(before.quantity + quantity, before.returned));
    }

    /** Returns the state after goods of an order came back. */
    StockState withReturn(String orderId, String warehouseId, long quantity, boolean blocked) {
        Shipped before = shipped(orderId);
        return withStock(warehouseId, quantity, blocked ? quantity : 0)
                .withShipments(orderId, new Shipped(before.quantity, before.returned + quantity));
    }

    private StockState withShipments(String orderId, Shipped shipped) {
        var changed = new TreeMap<>(shipments);
        changed.put(orderId, shipped);
        return new StockState(version, warehouses, reservations, changed, terms);
    }

    StockState withTerms(Terms changed) {
        return new StockState(version, warehouses, reservations, shipments, changed);
    }
}
