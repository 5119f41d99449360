package io.stockledger.query.stock;

import io.stockledger.events.EventEnvelope;
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

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stock of one product after its events. The fold needs no individual reservations: every event
 * contains the quantity by which it changes the reserved stock, and {@link BoundReservations} give
 * the changes by warehouse. Not thread-safe.
 */
public final class ProductStock {

    private final String productId;
    private final SortedMap<String, WarehouseStock> warehouses;
    private ProductDetails details;
    private long totalStock;
    private long blockedStock;
    private long reservedStock;
    private long version;
    private Instant updatedAt;

    /** A product before its first event, at version 0. */
    public ProductStock(String productId) {
        this(productId, ProductDetails.NONE, 0, Map.of(), 0, Instant.EPOCH);
    }

    /** A product as a row contains it; the totals are the sums over the warehouses. */
    public ProductStock(
            String productId,
            ProductDetails details,
            long reservedStock,
            Map<String, WarehouseStock> warehouses,
            long version,
            Instant updatedAt) {
        this.productId = productId;
        this.details = details;
        this.reservedStock = reservedStock;
        this.warehouses = new TreeMap<>(warehouses);
        this.version = version;
        this.updatedAt = updatedAt;
        for (WarehouseStock warehouse : warehouses.values()) {
            totalStock = Math.addExact(totalStock, warehouse.quantity());
            blockedStock = Math.addExact(blockedStock, warehouse.blocked());
        }
    }

    /**
     * Folds the next event of the product. The caller has checked that it is the next.
     *
     * @param reservedChanges by how much the event changes what is reserved in each warehouse
     * @throws IllegalStateException if the event contradicts the stock, which stays unchanged
     * @throws ArithmeticException if a quantity leaves the range of long; the stock stays unchanged
     */
    public void apply(EventEnvelope envelope, Map<String, Long> reservedChanges) {
        InventoryEvent event = envelope.payload();
        require((version == 0) == (event instanceof ProductRegistered), event);
        long reserved = Math.addExact(reservedStock, reservedChange(event));
        require(reserved >= 0, event);
        var changed = new TreeMap<String, WarehouseStock>();
        long totalBefore = totalStock;
        long blockedBefore = blockedStock;
        try {
            changeStock(event, changed);
            reservedChanges.forEach((id, change) -> change(changed, event, id, 0, 0, change));
        } catch (IllegalStateException | ArithmeticException e) {
            totalStock = totalBefore;
            blockedStock = blockedBefore;
            throw e;
        }
        warehouses.putAll(changed);
        reservedStock = reserved;
        details = detailsAfter(event);
        version = envelope.sequenceNumber();
        updatedAt = envelope.occurredAt();
    }

    /** Changes the totals, and adds the changed warehouses to {@code changed}. */
    private void changeStock(InventoryEvent event, Map<String, WarehouseStock> changed) {
        switch (event) {
            case ProductRegistered e ->
                    change(changed, e, e.warehouseId(), e.initialQuantity(), 0, 0);
            case StockReceived e ->
                    change(
                            changed,
                            e,
                            e.warehouseId(),
                            e.quantity(),
                            e.blocked() ? e.quantity() : 0,
                            0);
            case StockReturned e ->
                    change(
                            changed,
                            e,
                            e.warehouseId(),
                            e.quantity(),
                            e.blocked() ? e.quantity() : 0,
                            0);
            case StockShipped e -> change(changed, e, e.warehouseId(), -e.quantity(), 0, 0);
            case StockAdjusted e -> {
                WarehouseStock before = stockIn(e.warehouseId());
                require(before.quantity() == e.oldQuantity(), e);
                long blocked = Math.min(before.blocked(), e.newQuantity());
                change(
                        changed,
                        e,
                        e.warehouseId(),
                        e.newQuantity() - e.oldQuantity(),
                        blocked - before.blocked(),
                        0);
            }
            case StockTransferred e -> {
                change(changed, e, e.fromWarehouseId(), -e.quantity(), 0, 0);
                change(changed, e, e.toWarehouseId(), e.quantity(), 0, 0);
            }
            case StockBlocked e -> change(changed, e, e.warehouseId(), 0, e.quantity(), 0);
            case StockUnblocked e -> change(changed, e, e.warehouseId(), 0, -e.quantity(), 0);
            case StockWrittenOff e ->
                    change(
                            changed,
                            e,
                            e.warehouseId(),
                            -e.quantity(),
                            e.blocked() ? -e.quantity() : 0,
                            0);
            case ProductRenamed _,
                    StockPolicySet _,
                    ProductArchived _,
                    ProductRestored _,
                    StockReserved _,
                    ReservationChanged _,
                    ReservationReassigned _,
                    ReservationExtended _,
                    ReservationCancelled _,
                    ReservationExpired _ -> {}
        }
    }

    private void change(
            Map<String, WarehouseStock> changed,
            InventoryEvent event,
            String warehouseId,
            long quantityChange,
            long blockedChange,
            long reservedChange) {
        WarehouseStock before = changed.getOrDefault(warehouseId, stockIn(warehouseId));
        WarehouseStock after = before.plus(quantityChange, blockedChange, reservedChange);
        require(after.isPossible(), event);
        totalStock = Math.addExact(totalStock, quantityChange);
        blockedStock = Math.addExact(blockedStock, blockedChange);
        changed.put(warehouseId, after);
    }

    /** By how much an event changes the reserved stock. */
    private static long reservedChange(InventoryEvent event) {
        return switch (event) {
            case StockReserved e -> e.quantity();
            case ReservationChanged e -> e.newQuantity() - e.oldQuantity();
            case ReservationCancelled e -> -e.quantity();
            case ReservationExpired e -> -e.quantity();
            case StockShipped e -> -e.quantity();
            case ReservationExtended _,
                    ReservationReassigned _,
                    ProductRegistered _,
                    ProductRenamed _,
                    StockPolicySet _,
                    ProductArchived _,
                    ProductRestored _,
                    StockReceived _,
                    StockReturned _,
                    StockAdjusted _,
                    StockTransferred _,
                    StockBlocked _,
                    StockUnblocked _,
                    StockWrittenOff _ ->
                    0;
        };
    }

    private ProductDetails detailsAfter(InventoryEvent event) {
        return switch (event) {
            case ProductRegistered e -> details.renamed(e.name(), e.sku());
            case ProductRenamed e -> details.renamed(e.name(), e.sku());
            case StockPolicySet e ->
                    details.withPolicy(
                            new StockPolicy(e.safetyStock(), e.backorderLimit(), e.reorderPoint()));
            case ProductArchived _ -> details.withArchived(true);
            case ProductRestored _ -> details.withArchived(false);
            case StockReserved _,
                    ReservationChanged _,
                    ReservationCancelled _,
                    ReservationExpired _,
                    ReservationExtended _,
                    ReservationReassigned _,
                    StockShipped _,
                    StockReceived _,
                    StockReturned _,
                    StockAdjusted _,
                    StockTransferred _,
                    StockBlocked _,
                    StockUnblocked _,
                    StockWrittenOff _ ->
                    details;
        };
    }

    public String productId() {
        return productId;
    }

    public ProductDetails details() {
        return details;
    }

    public StockPolicy policy() {
        return details.policy();
    }

    /** The sum over all warehouses. */
    public long totalStock() {
        return totalStock;
    }

    /** The quantity in all warehouses that is not for sale. */
    public long blockedStock() {
        return blockedStock;
    }

    /** The sum over all open reservations. */
    public long reservedStock() {
        return reservedStock;
    }

    /** The total without the blocked, the safety and the reserved stock, and never below 0. */
    public long availableStock() {
        return Math.max(0, totalStock - blockedStock - policy().safetyStock() - reservedStock);
    }

    /** The stock in every warehouse that ever held the product, in the order of their ids. */
    public Collection<WarehouseStock> warehouses() {
        return Collections.unmodifiableCollection(warehouses.values());
    }

    /** Whether any reservation is bound to a warehouse. */
    public boolean hasBoundReservations() {
        return warehouses.values().stream().anyMatch(warehouse -> warehouse.reserved() > 0);
    }

    /** The sequence number of the last event; 0 before the registration. */
    public long version() {
        return version;
    }

    /** The time at which the last event occurred. */
    public Instant updatedAt() {
        return updatedAt;
    }

    private WarehouseStock stockIn(String warehouseId) {
        return warehouses.getOrDefault(warehouseId, WarehouseStock.none(warehouseId));
    }

    private void require(boolean possible, InventoryEvent event) {
        if (!possible) {
            throw new IllegalStateException(
                    "the event contradicts version " + version + " of the product: " + event);
        }
    }
}
