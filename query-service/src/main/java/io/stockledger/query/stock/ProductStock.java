package io.stockledger.query.stock;

import io.stockledger.events.EventEnvelope;
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
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stock of one product after its events. The fold does not need the individual reservations,
 * because every event contains the quantity by which it changes the stock. Not thread-safe.
 */
public final class ProductStock {

    private final String productId;
    private final SortedMap<String, Long> warehouses;
    private String name;
    private String sku;
    private long totalStock;
    private long reservedStock;
    private long version;
    private Instant updatedAt;

    /** A product before its first event, at version 0. */
    public ProductStock(String productId) {
        this(productId, 0, Map.of(), 0);
    }

    /** A product as a row without its name, sku and time contains it. */
    public ProductStock(
            String productId, long reservedStock, Map<String, Long> warehouses, long version) {
        this(productId, "", "", reservedStock, warehouses, version, Instant.EPOCH);
    }

    /** A product as a row contains it; the total is the sum over the warehouses. */
    public ProductStock(
            String productId,
            String name,
            String sku,
            long reservedStock,
            Map<String, Long> warehouses,
            long version,
            Instant updatedAt) {
        this.productId = productId;
        this.name = name;
        this.sku = sku;
        this.reservedStock = reservedStock;
        this.warehouses = new TreeMap<>(warehouses);
        this.version = version;
        this.updatedAt = updatedAt;
        this.totalStock = warehouses.values().stream().mapToLong(q -> q).reduce(0, Math::addExact);
    }

    /**
     * Folds the next event of the product. The caller has checked that it is the next.
     *
     * @throws IllegalStateException if the event contradicts the stock, which stays unchanged
     * @throws ArithmeticException if a quantity leaves the range of long; the stock stays unchanged
     */
    public void apply(EventEnvelope envelope) {
        InventoryEvent event = envelope.payload();
        require((version == 0) == (event instanceof ProductRegistered), event);
        switch (event) {
            case ProductRegistered e -> {
                add(e.warehouseId(), e.initialQuantity(), e);
                name = e.name();
                sku = e.sku();
            }
            case StockReceived e -> add(e.warehouseId(), e.quantity(), e);
            case StockReserved e -> reservedStock = reservedAfter(e.quantity(), e);
            case ReservationExtended _ -> {}
            case ReservationCancelled e -> reservedStock = reservedAfter(-e.quantity(), e);
            case ReservationExpired e -> reservedStock = reservedAfter(-e.quantity(), e);
            case StockShipped e -> {
                long reserved = reservedAfter(-e.quantity(), e);
                add(e.warehouseId(), -e.quantity(), e);
                reservedStock = reserved;
            }
            case StockAdjusted e -> {
                require(quantityIn(e.warehouseId()) == e.oldQuantity(), e);
                add(e.warehouseId(), e.newQuantity() - e.oldQuantity(), e);
            }
            case StockTransferred e -> {
                add(e.fromWarehouseId(), -e.quantity(), e);
                add(e.toWarehouseId(), e.quantity(), e);
            }
        }
        version = envelope.sequenceNumber();
        updatedAt = envelope.occurredAt();
    }

    public String productId() {
        return productId;
    }

    public String name() {
        return name;
    }

    public String sku() {
        return sku;
    }

    /** The sum over all warehouses. */
    public long totalStock() {
        return totalStock;
    }

    /** The sum over all open reservations. */
    public long reservedStock() {
        return reservedStock;
    }

    /** The total minus the reserved stock, and never below 0. */
    public long availableStock() {
        return Math.max(0, totalStock - reservedStock);
    }

    /** The quantity in every warehouse that ever held the product, by warehouse id. */
    public SortedMap<String, Long> warehouses() {
        return Collections.unmodifiableSortedMap(warehouses);
    }

    /** The sequence number of the last event; 0 before the registration. */
    public long version() {
        return version;
    }

    /** The time at which the last event occurred. */
    public Instant updatedAt() {
        return updatedAt;
    }

    private long quantityIn(String warehouseId) {
        return warehouses.getOrDefault(warehouseId, 0L);
    }

    private long reservedAfter(long change, InventoryEvent event) {
        long after = Math.addExact(reservedStock, change);
        require(after >= 0, event);
        return after;
    }

    private void add(String warehouseId, long change, InventoryEvent event) {
        long after = Math.addExact(quantityIn(warehouseId), change);
        long total = Math.addExact(totalStock, change);
        require(after >= 0, event);
        warehouses.put(warehouseId, after);
        totalStock = total;
    }

    private void require(boolean possible, InventoryEvent event) {
        if (!possible) {
            throw new IllegalStateException(
                    "the event contradicts version " + version + " of the product: " + event);
        }
    }
}
