package io.stockledger.events;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/**
 * A fact about one product, named in the past tense. The constructors check that fields are present
 * and in range, but no business rules: old events must load even after the rules have changed.
 *
 * <p>Quantities are whole numbers from 0 to 2^53-1, instants are UTC with microseconds.
 */
public sealed interface InventoryEvent {

    /** The id of the product, which is the aggregate id and the Kafka key. */
    String productId();

    /**
     * A product was registered, with {@code initialQuantity} (0 or more) in {@code warehouseId}.
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

    /** Goods arrived in a warehouse. */
    record StockReceived(String productId, String warehouseId, long quantity, String reference)
            implements InventoryEvent {
        public StockReceived {
            requireText(productId, "productId");
            requireText(warehouseId, "warehouseId");
            requireText(reference, "reference");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** Stock was reserved for an order, until {@code expiresAt} or, if null, without an end. */
    record StockReserved(
            String productId, String orderId, long quantity, @Nullable Instant expiresAt)
            implements InventoryEvent {
        public StockReserved {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** The end of a reservation was moved to {@code expiresAt}. */
    record ReservationExtended(String productId, String orderId, Instant expiresAt)
            implements InventoryEvent {
        public ReservationExtended {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            Objects.requireNonNull(expiresAt, "expiresAt");
        }
    }

    /** The rest of a reservation ({@code quantity}) was cancelled. */
    record ReservationCancelled(String productId, String orderId, long quantity)
            implements InventoryEvent {
        public ReservationCancelled {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** The rest of a reservation ({@code quantity}) expired. */
    record ReservationExpired(String productId, String orderId, long quantity)
            implements InventoryEvent {
        public ReservationExpired {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** Goods left a warehouse for an order. Its reservation decreases by the same quantity. */
    record StockShipped(String productId, String orderId, String warehouseId, long quantity)
            implements InventoryEvent {
        public StockShipped {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireText(warehouseId, "warehouseId");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** The quantity in a warehouse was set from {@code oldQuantity} to {@code newQuantity}. */
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

    /** Goods moved between two warehouses. The total does not change. */
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
