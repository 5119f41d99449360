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
 * The aggregate: a product as its events left it. Changed only by {@link #apply}, both when it is
 * loaded and when a command has been decided. Events that are applied before they are durable can
 * be taken back ({@link #undo}), so that a lost race for the stream costs no reload. Not
 * thread-safe: one thread owns a product.
 */
public final class Product {

    private final String productId;
    private final SortedMap<String, Long> warehouses = new TreeMap<>();
    private final Map<String, Reservation> reservations = new HashMap<>();
    private final Deque<Runnable> undoLog = new ArrayDeque<>();

    /** How many steps have left the undo log for good, so that a mark stays right when they do. */
    private long keptSteps;

    private String name = "";
    private String sku = "";
    private long version;
    private Instant updatedAt = Instant.EPOCH;
    private long totalStock;
    private long reservedStock;

    /** Null while no reservation has an end, as in most products at most times. */
    private @Nullable LapsedStock lapsedStock;

    /** A product that nobody has registered yet, at version 0. */
    public Product(String productId) {
        this.productId = productId;
    }

    /** The product as a snapshot kept it. */
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
                            noteEnd(r, r.quantity());
                        });
    }

    /** The product as it is now, for another thread. */
    public Product copy() {
        return new Product(productId, name, sku, version, updatedAt, warehouses, reservations);
    }

    /**
     * Takes in the next event of the stream.
     *
     * @throws IllegalStateException where the event cannot have happened to this product: the
     *     history is broken
     */
    public void apply(InventoryEvent event, Instant occurredAt) {
        rememberFigures();
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

    /** This state, to come back to by {@link #undo} or to make final by {@link #keep}. */
    public long mark() {
        return keptSteps + undoLog.size();
    }

    /** Takes back what was applied since the mark; what is final stays. */
    public void undo(long mark) {
        while (mark() > mark && !undoLog.isEmpty()) {
            undoLog.pop().run();
        }
    }

    /** Makes what was applied up to the mark final: it is durable and will not be taken back. */
    public void keep(long mark) {
        while (keptSteps < mark && !undoLog.isEmpty()) {
            undoLog.removeLast();
            keptSteps++;
        }
    }

    /** Makes all that was applied so far final. */
    public void keep() {
        keep(mark());
    }

    /** Whether nothing of this state can be taken back any more. */
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

    /** The sequence number of the last event; 0 before the registration. */
    public long version() {
        return version;
    }

    /** When the last event occurred. */
    public Instant updatedAt() {
        return updatedAt;
    }

    /** The sum over all warehouses. */
    public long totalStock() {
        return totalStock;
    }

    /** The sum over all reservations that still hold stock at that instant. */
    public long reservedStock(Instant now) {
        return lapsedStock == null ? reservedStock : reservedStock - lapsedStock.at(now);
    }

    /** What can still be promised: the total less what is reserved, and never below 0. */
    public long availableStock(Instant now) {
        return Math.max(0, totalStock - reservedStock(now));
    }

    /** By how much the orders exceed the stock, after a count found less than was promised. */
    public long shortfall(Instant now) {
        return Math.max(0, reservedStock(now) - totalStock);
    }

    /** What the warehouse holds; 0 where it has never held the product. */
    public long quantityIn(String warehouseId) {
        return warehouses.getOrDefault(warehouseId, 0L);
    }

    /** Every warehouse that ever held the product, by id. */
    public SortedMap<String, Long> warehouses() {
        return Collections.unmodifiableSortedMap(warehouses);
    }

    /** The reservations, by order; those that have lapsed are among them until that is recorded. */
    public Map<String, Reservation> reservations() {
        return Collections.unmodifiableMap(reservations);
    }

    /** What the order holds at that instant, or null where that is nothing. */
    public @Nullable Reservation heldBy(String orderId, Instant now) {
        Reservation reservation = reservations.get(orderId);
        return reservation != null && reservation.holdsAt(now) ? reservation : null;
    }

    /** How many reservations hold stock at that instant. */
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
            noteEnd(from, -from.quantity());
        }
        if (to != null) {
            noteEnd(to, to.quantity());
        }
    }

    private void noteEnd(Reservation reservation, long change) {
        Instant end = reservation.expiresAt();
        if (end == null) {
            return;
        }
        LapsedStock noted = lapsedStock == null ? new LapsedStock() : lapsedStock;
        noted.add(end, change);
        lapsedStock = noted.isEmpty() ? null : noted;
    }

    private Reservation held(String orderId, InventoryEvent event) {
        Reservation held = reservations.get(orderId);
        if (held == null) {
            throw impossible(event);
        }
        return held;
    }

    private void rememberFigures() {
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
