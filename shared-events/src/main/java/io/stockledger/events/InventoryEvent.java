package io.stockledger.events;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/**
 * A fact about one product, in the past tense. The constructors check shape only, never business
 * rules: history must always load, also after the rules have changed.
 *
 * <p>Quantities are whole numbers from 0 to 2^53-1, instants are UTC with microseconds.
 */
public sealed interface InventoryEvent {

    /** The product this happened to: the aggregate's id and the Kafka key. */
    String productId();

    /**
     * A product entered the books, with {@code initialQuantity} (0 or more) in {@code warehouseId}.
     */
    record ProductRegistered(
            String productId, String name, String sku, long initialQuantity, String warehouseId)
            implements InventoryEvent {
        public ProductRegistered {
            requireText(productId, "productId");
            requireText(name, "name");
            requireText(sku, "sku");
            requireText(warehouseId, "warehouseId");
            requireNotNegative(initialQuantity, "initialQuantity");
        }
    }

    /** Goods came into a warehouse. */
    record StockReceived(String productId, String warehouseId, long quantity, String reference)
            implements InventoryEvent {
        public StockReceived {
            requireText(productId, "productId");
            requireText(warehouseId, "warehouseId");
            requireText(reference, "reference");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** Stock was promised to an order, until {@code expiresAt} where that is given. */
    record StockReserved(
            String productId, String orderId, long quantity, @Nullable Instant expiresAt)
            implements InventoryEvent {
        public StockReserved {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** A reservation now holds until {@code expiresAt}. */
    record ReservationExtended(String productId, String orderId, Instant expiresAt)
            implements InventoryEvent {
        public ReservationExtended {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            Objects.requireNonNull(expiresAt, "expiresAt");
        }
    }

    /** What was left of a reservation ({@code quantity}) was given back. */
    record ReservationCancelled(String productId, String orderId, long quantity)
            implements InventoryEvent {
        public ReservationCancelled {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** What was left of a reservation ({@code quantity}) ran out of time. */
    record ReservationExpired(String productId, String orderId, long quantity)
            implements InventoryEvent {
        public ReservationExpired {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** Goods left a warehouse for an order; they come off its reservation too. */
    record StockShipped(String productId, String orderId, String warehouseId, long quantity)
            implements InventoryEvent {
        public StockShipped {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireText(warehouseId, "warehouseId");
            requireNotNegative(quantity, "quantity");
        }
    }

    /**
     * A warehouse's quantity was set from {@code oldQuantity} to {@code newQuantity}, for a reason.
     */
    record StockAdjusted(
            String productId, String warehouseId, long oldQuantity, long newQuantity, String reason)
            implements InventoryEvent {
        public StockAdjusted {
            requireText(productId, "productId");
            requireText(warehouseId, "warehouseId");
            requireText(reason, "reason");
            requireNotNegative(oldQuantity, "oldQuantity");
            requireNotNegative(newQuantity, "newQuantity");
        }
    }

    /** Goods moved between two warehouses; the total stays. */
    record StockTransferred(
            String productId,
            String fromWarehouseId,
            String toWarehouseId,
            long quantity,
            String reference)
            implements InventoryEvent {
        public StockTransferred {
            requireText(productId, "productId");
            requireText(fromWarehouseId, "fromWarehouseId");
            requireText(toWarehouseId, "toWarehouseId");
            requireText(reference, "reference");
            requireNotNegative(quantity, "quantity");
        }
    }

    private static void requireText(String value, String field) {
        if (Objects.requireNonNull(value, field).isEmpty()) {
            throw new IllegalArgumentException(field + " is empty");
        }
    }

    private static void requireNotNegative(long value, String field) {
        if (value < 0) {
            throw new IllegalArgumentException(field + " is negative: " + value);
        }
    }
}
