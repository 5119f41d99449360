package io.stockledger.command.domain;

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
    private final SortedMap<String, WarehouseStock> warehouses = new TreeMap<>();
    private final Map<String, Reservation> reservations = new HashMap<>();
    private final ReservedStock reserved = new ReservedStock();

    /** The reservations that are bound to a warehouse, by warehouse; only those with any. */
    private final Map<String, ReservedStock> reservedByWarehouse = new HashMap<>(0);

    private final Deque<Runnable> undoLog = new ArrayDeque<>();

    /** The number of steps that {@link #keep} has removed from the undo log; marks include them. */
    private long keptSteps;

    private ProductDetails details = ProductDetails.NONE;
    private long version;
    private Instant updatedAt = Instant.EPOCH;
    private long totalStock;
    private long blockedStock;

    /** Null unless a return needs it, so that the usual product has none. */
    private @Nullable ShipmentJournal journal;

    /** A product that has not been registered yet, at version 0. */
    public Product(String productId) {
        this.productId = productId;
    }

    /** A product from the state in a snapshot. */
    public Product(
            String productId,
            ProductDetails details,
            long version,
            Instant updatedAt,
            Map<String, WarehouseStock> warehouses,
            Map<String, Reservation> reservations) {
        this.productId = productId;
        this.details = details;
        this.version = version;
        this.updatedAt = updatedAt;
        this.warehouses.putAll(warehouses);
        this.reservations.putAll(reservations);
        for (WarehouseStock stock : warehouses.values()) {
            totalStock = Math.addExact(totalStock, stock.onHand());
            blockedStock = Math.addExact(blockedStock, stock.blocked());
        }
        reservations.values().forEach(this::addReserved);
    }

    /** A copy of the current state, for another thread. */
    public Product copy() {
        return new Product(productId, details, version, updatedAt, warehouses, reservations);
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
                details = details.renamed(e.name(), e.sku());
                changeStock(e.warehouseId(), e.initialQuantity(), 0, e);
            }
            case ProductRenamed e -> details = details.renamed(e.name(), e.sku());
            case StockPolicySet e ->
                    details =
                            details.withPolicy(
                                    new StockPolicy(
                                            e.safetyStock(), e.backorderLimit(), e.reorderPoint()));
            case ProductArchived _ -> details = details.withArchived(true);
            case ProductRestored _ -> details = details.withArchived(false);
            case StockReceived e ->
                    changeStock(e.warehouseId(), e.quantity(), e.blocked() ? e.quantity() : 0, e);
            case StockReserved e -> {
                require(!reservations.containsKey(e.orderId()), e);
                setReservation(
                        e.orderId(), new Reservation(e.quantity(), e.expiresAt(), e.warehouseId()));
            }
            case ReservationExtended e ->
                    setReservation(e.orderId(), held(e.orderId(), e).withEnd(e.expiresAt()));
            case ReservationChanged e -> {
                require(held(e.orderId(), e).quantity() == e.oldQuantity(), e);
                setReservation(
                        e.orderId(),
                        new Reservation(e.newQuantity(), e.expiresAt(), e.warehouseId()));
            }
            case ReservationReassigned e -> reassign(e);
            case ReservationCancelled e -> release(e.orderId(), e.quantity(), e);
            case ReservationExpired e -> release(e.orderId(), e.quantity(), e);
            case StockShipped e -> {
                changeStock(e.warehouseId(), -e.quantity(), 0, e);
                release(e.orderId(), e.quantity(), e);
                addToJournal(e.orderId(), new OrderShipments(e.quantity(), 0));
            }
            case StockReturned e -> {
                changeStock(e.warehouseId(), e.quantity(), e.blocked() ? e.quantity() : 0, e);
                addToJournal(e.orderId(), new OrderShipments(0, e.quantity()));
            }
            case StockAdjusted e -> {
                WarehouseStock before = stockIn(e.warehouseId());
                require(before.onHand() == e.oldQuantity(), e);
                long blocked = Math.min(before.blocked(), e.newQuantity());
                changeStock(
                        e.warehouseId(),
                        e.newQuantity() - e.oldQuantity(),
                        blocked - before.blocked(),
                        e);
            }
            case StockTransferred e -> {
                changeStock(e.fromWarehouseId(), -e.quantity(), 0, e);
                changeStock(e.toWarehouseId(), e.quantity(), 0, e);
            }
            case StockBlocked e -> changeStock(e.warehouseId(), 0, e.quantity(), e);
            case StockUnblocked e -> changeStock(e.warehouseId(), 0, -e.quantity(), e);
            case StockWrittenOff e ->
                    changeStock(e.warehouseId(), -e.quantity(), e.blocked() ? -e.quantity() : 0, e);
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
        return details.name();
    }

    public String sku() {
        return details.sku();
    }

    public StockPolicy policy() {
        return details.policy();
    }

    /** Whether the product is archived: no longer received or sold. */
    public boolean isArchived() {
        return details.archived();
    }

    public ProductDetails details() {
        return details;
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

    /** The quantity in all warehouses that is not for sale. */
    public long blockedStock() {
        return blockedStock;
    }

    /** The total quantity of the reservations that hold stock at this instant. */
    public long reservedStock(Instant now) {
        return reserved.at(now);
    }

    /** The quantity on hand that is for sale and not reserved, at least 0. */
    public long availableStock(Instant now) {
        return Math.max(0, sellableStock() - reservedStock(now));
    }

    /** The quantity that can still be reserved: the available stock and backorders, at least 0. */
    public long availableToPromise(Instant now) {
        return Math.max(0, sellableStock() - reservedStock(now) + policy().backorderLimit());
    }

    private long sellableStock() {
        return totalStock - blockedStock - policy().safetyStock();
    }

    /** The quantity by which reserved stock exceeds the stock that is not blocked. */
    public long shortfall(Instant now) {
        return Math.max(0, reservedStock(now) - (totalStock - blockedStock));
    }

    /** The stock in a warehouse; none if it has never held the product. */
    public WarehouseStock stockIn(String warehouseId) {
        return warehouses.getOrDefault(warehouseId, WarehouseStock.NONE);
    }

    /** The quantity in a warehouse; 0 if it has never held the product. */
    public long quantityIn(String warehouseId) {
        return stockIn(warehouseId).onHand();
    }

    /** The total quantity of the reservations that hold stock of this warehouse at this instant. */
    public long reservedIn(String warehouseId, Instant now) {
        ReservedStock bound = reservedByWarehouse.get(warehouseId);
        return bound == null ? 0 : bound.at(now);
    }

    /** The quantity in a warehouse that is neither blocked nor reserved there, at least 0. */
    long freeIn(String warehouseId, Instant now) {
        return Math.max(0, stockIn(warehouseId).unblocked() - reservedIn(warehouseId, now));
    }

    /**
     * The quantity that an order can take out of a warehouse: neither blocked nor reserved there by
     * other orders, at least 0.
     */
    long freeFor(String orderId, String warehouseId, Instant now) {
        Reservation own = heldBy(orderId, now);
        long others =
                reservedIn(warehouseId, now) - (own == null ? 0 : own.quantityIn(warehouseId));
        return Math.max(0, stockIn(warehouseId).unblocked() - others);
    }

    /** The stock in every warehouse that has ever held the product, by warehouse id. */
    public SortedMap<String, WarehouseStock> warehouses() {
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
        return !reserved.canLapse()
                ? reservations.size()
                : reservations.values().stream().filter(r -> r.holdsAt(now)).count();
    }

    /** Keeps the shipments and returns from now on for {@link #shipmentsSince}. */
    public void rememberShipments() {
        if (journal == null) {
            journal = new ShipmentJournal(version);
        }
    }

    /** Ends {@link #rememberShipments} and forgets the shipments that it has kept. */
    public void forgetShipments() {
        journal = null;
    }

    /**
     * The shipments and returns of an order after a version.
     *
     * @return null if they are not known; {@link #rememberShipments} keeps them from then on
     */
    @Nullable OrderShipments shipmentsSince(long earlier, String orderId) {
        if (earlier == version) {
            return OrderShipments.NONE;
        }
        return earlier < version && journal != null && journal.reachesBackTo(earlier)
                ? journal.since(earlier, orderId)
                : null;
    }

    private void addToJournal(String orderId, OrderShipments change) {
        ShipmentJournal kept = journal;
        if (kept == null) {
            return;
        }
        if (kept.isFull()) {
            journal = null;
            return;
        }
        kept.add(version + 1, orderId, change);
        undoLog.push(kept::removeLast);
    }

    private void changeStock(
            String warehouseId, long change, long blockedChange, InventoryEvent event) {
        WarehouseStock before = warehouses.get(warehouseId);
        WarehouseStock known = before == null ? WarehouseStock.NONE : before;
        WarehouseStock after =
                new WarehouseStock(
                        Math.addExact(known.onHand(), change),
                        Math.addExact(known.blocked(), blockedChange));
        require(after.isPossible(), event);
        warehouses.put(warehouseId, after);
        totalStock = Math.addExact(totalStock, change);
        blockedStock = Math.addExact(blockedStock, blockedChange);
        undoLog.push(() -> restore(warehouses, warehouseId, before));
    }

    private void release(String orderId, long quantity, InventoryEvent event) {
        Reservation held = held(orderId, event);
        require(quantity <= held.quantity(), event);
        long left = held.quantity() - quantity;
        setReservation(orderId, left == 0 ? null : held.withQuantity(left));
    }

    private void reassign(ReservationReassigned event) {
        require(held(event.orderId(), event).quantity() == event.quantity(), event);
        require(!event.orderId().equals(event.toOrderId()), event);
        Reservation before = reservations.get(event.toOrderId());
        long sum = Math.addExact(before == null ? 0 : before.quantity(), event.quantity());
        setReservation(event.orderId(), null);
        setReservation(
                event.toOrderId(), new Reservation(sum, event.expiresAt(), event.warehouseId()));
    }

    private void setReservation(String orderId, @Nullable Reservation after) {
        Reservation before =
                after == null ? reservations.remove(orderId) : reservations.put(orderId, after);
        replaceReserved(before, after);
        undoLog.push(
                () -> {
                    restore(reservations, orderId, before);
                    replaceReserved(after, before);
                });
    }

    private void replaceReserved(@Nullable Reservation from, @Nullable Reservation to) {
        if (from != null) {
            removeReserved(from);
        }
        if (to != null) {
            addReserved(to);
        }
    }

    private void addReserved(Reservation reservation) {
        reserved.add(reservation);
        String warehouseId = reservation.warehouseId();
        if (warehouseId != null) {
            reservedByWarehouse
                    .computeIfAbsent(warehouseId, _ -> new ReservedStock())
                    .add(reservation);
        }
    }

    private void removeReserved(Reservation reservation) {
        reserved.remove(reservation);
        String warehouseId = reservation.warehouseId();
        if (warehouseId != null) {
            reservedByWarehouse.computeIfPresent(
                    warehouseId,
                    (_, bound) -> {
                        bound.remove(reservation);
                        return bound.isEmpty() ? null : bound;
                    });
        }
    }

    private Reservation held(String orderId, InventoryEvent event) {
        Reservation held = reservations.get(orderId);
        if (held == null) {
            throw impossible(event);
        }
        return held;
    }

    private void recordFigures() {
        ProductDetails detailsBefore = details;
        long versionBefore = version;
        Instant updatedAtBefore = updatedAt;
        long totalBefore = totalStock;
        long blockedBefore = blockedStock;
        undoLog.push(
                () -> {
                    details = detailsBefore;
                    version = versionBefore;
                    updatedAt = updatedAtBefore;
                    totalStock = totalBefore;
                    blockedStock = blockedBefore;
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
