package io.stockledger.command.domain;

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

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The aggregate: the state of a product after its events. Only {@link #apply} changes it, both on
 * loading and after a decision. Events that are applied before they are durable can be undone
 * ({@link #undo}), so that a product does not have to be loaded again after a conflict. Not
 * thread-safe: one thread owns a product.
 */
public final class Product {

    private final String productId;
    private final SortedMap<String, Long> warehouses = new TreeMap<>();
    private final Map<String, Reservation> reservations = new HashMap<>();
    private final Deque<Runnable> undoLog = new ArrayDeque<>();

    /** The number of steps that {@link #keep} has removed from the undo log; marks include them. */
    private long keptSteps;

    private String name = "";
    private String sku = "";
    private long version;
    private Instant updatedAt = Instant.EPOCH;
    private long totalStock;
    private long reservedStock;

    /** Null if no reservation has an end, which is the usual case. */
    private @Nullable LapsedStock lapsedStock;

    /** A product that has not been registered yet, at version 0. */
    public Product(String productId) {
        this.productId = productId;
    }

    /** A product from the state in a snapshot. */
    public Product(
            String productId,
            String name,
            String sku,
            long version,
            Instant updatedAt,
            Map<String, Long> warehouses,
            Map<String, Reservation> reservations) {
        this.productId = productId;
        this.name = name;
        this.sku = sku;
        this.version = version;
        this.updatedAt = updatedAt;
        this.warehouses.putAll(warehouses);
        this.reservations.putAll(reservations);
        warehouses.values().forEach(q -> totalStock = Math.addExact(totalStock, q));
        reservations
                .values()
                .forEach(
                        r -> {
                            reservedStock = Math.addExact(reservedStock, r.quantity());
                            addEnd(r, r.quantity());
                        });
    }

    /** A copy of the current state, for another thread. */
    public Product copy() {
        return new Product(productId, name, sku, version, updatedAt, warehouses, reservations);
    }

    /**
     * Applies the next event of the stream.
     *
     * @throws IllegalStateException if the event is impossible in the current state, so that the
     *     history must be damaged
     */
    public void apply(InventoryEvent event, Instant occurredAt) {
        recordFigures();
        switch (event) {
            case ProductRegistered e -> {
                require(version == 0, e);
                name = e.name();
                sku = e.sku();
                addToWarehouse(e.warehouseId(), e.initialQuantity(), e);
            }
            case StockReceived e -> addToWarehouse(e.warehouseId(), e.quantity(), e);
            case StockReserved e -> {
                require(!reservations.containsKey(e.orderId()), e);
                setReservation(e.orderId(), new Reservation(e.quantity(), e.expiresAt()));
            }
            case ReservationExtended e -> {
                Reservation held = held(e.orderId(), e);
                setReservation(e.orderId(), new Reservation(held.quantity(), e.expiresAt()));
            }
            case ReservationCancelled e -> release(e.orderId(), e.quantity(), e);
            case ReservationExpired e -> release(e.orderId(), e.quantity(), e);
            case StockShipped e -> {
                addToWarehouse(e.warehouseId(), -e.quantity(), e);
                release(e.orderId(), e.quantity(), e);
            }
            case StockAdjusted e -> {
                require(quantityIn(e.warehouseId()) == e.oldQuantity(), e);
                addToWarehouse(e.warehouseId(), e.newQuantity() - e.oldQuantity(), e);
            }
            case StockTransferred e -> {
                addToWarehouse(e.fromWarehouseId(), -e.quantity(), e);
                addToWarehouse(e.toWarehouseId(), e.quantity(), e);
            }
        }
        require(version > 0 || event instanceof ProductRegistered, event);
        version++;
        updatedAt = occurredAt;
    }

    /** A mark of the current state for {@link #undo} and {@link #keep}. */
    public long mark() {
        return keptSteps + undoLog.size();
    }

    /** Undoes the events that were applied after the mark, except final ones. */
    public void undo(long mark) {
        while (mark() > mark && !undoLog.isEmpty()) {
            undoLog.pop().run();
        }
    }

    /** Makes the events up to the mark final. They are durable and can no longer be undone. */
    public void keep(long mark) {
        while (keptSteps < mark && !undoLog.isEmpty()) {
            undoLog.removeLast();
            keptSteps++;
        }
    }

    /** Makes all applied events final. */
    public void keep() {
        keep(mark());
    }

    /** Whether all applied events are final. */
    public boolean isFinal() {
        return undoLog.isEmpty();
    }

    public String productId() {
        return productId;
    }

    public boolean isRegistered() {
        return version > 0;
    }

    public String name() {
        return name;
    }

    public String sku() {
        return sku;
    }

    /** The sequence number of the last event; 0 before registration. */
    public long version() {
        return version;
    }

    /** The time of the last event. */
    public Instant updatedAt() {
        return updatedAt;
    }

    /** The total quantity in all warehouses. */
    public long totalStock() {
        return totalStock;
    }

    /** The total quantity of the reservations that hold stock at this instant. */
    public long reservedStock(Instant now) {
        return lapsedStock == null ? reservedStock : reservedStock - lapsedStock.at(now);
    }

    /** The quantity that can still be reserved: total minus reserved stock, at least 0. */
    public long availableStock(Instant now) {
        return Math.max(0, totalStock - reservedStock(now));
    }

    /** The quantity by which reserved stock exceeds total stock, after a count found too little. */
    public long shortfall(Instant now) {
        return Math.max(0, reservedStock(now) - totalStock);
    }

    /** The quantity in a warehouse; 0 if it has never held the product. */
    public long quantityIn(String warehouseId) {
        return warehouses.getOrDefault(warehouseId, 0L);
    }

    /** The quantity in every warehouse that has ever held the product, by warehouse id. */
    public SortedMap<String, Long> warehouses() {
        return Collections.unmodifiableSortedMap(warehouses);
    }

    /** The reservations by order, including lapsed ones whose expiry is not recorded yet. */
    public Map<String, Reservation> reservations() {
        return Collections.unmodifiableMap(reservations);
    }

    /** The reservation of the order that holds stock at this instant, or null without one. */
    public @Nullable Reservation heldBy(String orderId, Instant now) {
        Reservation reservation = reservations.get(orderId);
        return reservation != null && reservation.holdsAt(now) ? reservation : null;
    }

    /** The number of reservations that hold stock at this instant. */
    public long openReservations(Instant now) {
        return lapsedStock == null
                ? reservations.size()
                : reservations.values().stream().filter(r -> r.holdsAt(now)).count();
    }

    private void addToWarehouse(String warehouseId, long change, InventoryEvent event) {
        Long before = warehouses.get(warehouseId);
        long after = Math.addExact(before == null ? 0 : before, change);
        require(after >= 0, event);
        warehouses.put(warehouseId, after);
        totalStock = Math.addExact(totalStock, change);
        undoLog.push(() -> restore(warehouses, warehouseId, before));
    }

    private void release(String orderId, long quantity, InventoryEvent event) {
        Reservation held = held(orderId, event);
        require(quantity <= held.quantity(), event);
        long left = held.quantity() - quantity;
        setReservation(orderId, left == 0 ? null : new Reservation(left, held.expiresAt()));
    }

    private void setReservation(String orderId, @Nullable Reservation after) {
        Reservation before =
                after == null ? reservations.remove(orderId) : reservations.put(orderId, after);
        long change =
                (after == null ? 0 : after.quantity()) - (before == null ? 0 : before.quantity());
        reservedStock = Math.addExact(reservedStock, change);
        moveEnds(before, after);
        undoLog.push(
                () -> {
                    restore(reservations, orderId, before);
                    moveEnds(after, before);
                });
    }

    private void moveEnds(@Nullable Reservation from, @Nullable Reservation to) {
        if (from != null) {
            addEnd(from, -from.quantity());
        }
        if (to != null) {
            addEnd(to, to.quantity());
        }
    }

    private void addEnd(Reservation reservation, long change) {
        Instant end = reservation.expiresAt();
        if (end == null) {
            return;
        }
        LapsedStock changed = lapsedStock == null ? new LapsedStock() : lapsedStock;
        changed.add(end, change);
        lapsedStock = changed.isEmpty() ? null : changed;
    }

    private Reservation held(String orderId, InventoryEvent event) {
        Reservation held = reservations.get(orderId);
        if (held == null) {
            throw impossible(event);
        }
        return held;
    }

    private void recordFigures() {
        String nameBefore = name;
        String skuBefore = sku;
        long versionBefore = version;
        Instant updatedAtBefore = updatedAt;
        long totalBefore = totalStock;
        long reservedBefore = reservedStock;
        undoLog.push(
                () -> {
                    name = nameBefore;
                    sku = skuBefore;
                    version = versionBefore;
                    updatedAt = updatedAtBefore;
                    totalStock = totalBefore;
                    reservedStock = reservedBefore;
                });
    }

    private static <V> void restore(Map<String, V> map, String key, @Nullable V before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }

    private void require(boolean possible, InventoryEvent event) {
        if (!possible) {
            throw impossible(event);
        }
    }

    private IllegalStateException impossible(InventoryEvent event) {
        return new IllegalStateException(
                "impossible after version " + version + " of the product: " + event);
    }
}
