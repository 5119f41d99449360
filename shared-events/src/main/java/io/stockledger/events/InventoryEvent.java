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

    /**
     * Goods arrived in a warehouse.
     *
     * @param blocked whether they are blocked on arrival
     */
    record StockReceived(
            String productId, String warehouseId, long quantity, String reference, boolean blocked)
            implements InventoryEvent {

        /** A receipt of goods that are for sale. */
        public StockReceived(
                String productId, String warehouseId, long quantity, String reference) {
            this(productId, warehouseId, quantity, reference, false);
        }

        public StockReceived {
            requireText(productId, "productId");
            requireText(warehouseId, "warehouseId");
            requireText(reference, "reference");
            requireNotNegative(quantity, "quantity");
        }
    }

    /**
     * Stock was reserved for an order.
     *
     * @param expiresAt the end of the reservation, or null if it has none
     * @param warehouseId the warehouse that the reservation is bound to, or null if it is from
     *     anywhere
     */
    record StockReserved(
            String productId,
            String orderId,
            long quantity,
            @Nullable Instant expiresAt,
            @Nullable String warehouseId)
            implements InventoryEvent {

        /** A reservation from anywhere. */
        public StockReserved(
                String productId, String orderId, long quantity, @Nullable Instant expiresAt) {
            this(productId, orderId, quantity, expiresAt, null);
        }

        public StockReserved {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireNotNegative(quantity, "quantity");
            requireTextIfPresent(warehouseId, "warehouseId");
        }
    }

    /**
     * A reservation was changed; the event states all of it from now on.
     *
     * @param oldQuantity the quantity that the order held before
     * @param expiresAt the end of the reservation, or null if it has none
     * @param warehouseId the warehouse that the reservation is bound to, or null if it is from
     *     anywhere
     */
    record ReservationChanged(
            String productId,
            String orderId,
            long oldQuantity,
            long newQuantity,
            @Nullable Instant expiresAt,
            @Nullable String warehouseId)
            implements InventoryEvent {
        public ReservationChanged {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireNotNegative(oldQuantity, "oldQuantity");
            requireNotNegative(newQuantity, "newQuantity");
            requireTextIfPresent(warehouseId, "warehouseId");
        }
    }

    /**
     * The whole reservation of an order was given to another order.
     *
     * @param quantity the quantity that moved; {@code toOrderId} holds it in addition to any
     *     quantity that it held before
     * @param expiresAt the end of the reservation of {@code toOrderId} from now on, or null
     * @param warehouseId the warehouse that this reservation is bound to, or null
     */
    record ReservationReassigned(
            String productId,
            String orderId,
            String toOrderId,
            long quantity,
            @Nullable Instant expiresAt,
            @Nullable String warehouseId)
            implements InventoryEvent {
        public ReservationReassigned {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireText(toOrderId, "toOrderId");
            requireNotNegative(quantity, "quantity");
            requireTextIfPresent(warehouseId, "warehouseId");
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

    /** Goods that were shipped for an order came back. */
    record StockReturned(
            String productId,
            String orderId,
            String warehouseId,
            long quantity,
            String reason,
            boolean blocked)
            implements InventoryEvent {
        public StockReturned {
            requireText(productId, "productId");
            requireText(orderId, "orderId");
            requireText(warehouseId, "warehouseId");
            requireText(reason, "reason");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** Stock in a warehouse was blocked: it is on hand and not for sale. */
    record StockBlocked(String productId, String warehouseId, long quantity, String reason)
            implements InventoryEvent {
        public StockBlocked {
            requireText(productId, "productId");
            requireText(warehouseId, "warehouseId");
            requireText(reason, "reason");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** Blocked stock in a warehouse is for sale again. */
    record StockUnblocked(String productId, String warehouseId, long quantity, String reason)
            implements InventoryEvent {
        public StockUnblocked {
            requireText(productId, "productId");
            requireText(warehouseId, "warehouseId");
            requireText(reason, "reason");
            requireNotNegative(quantity, "quantity");
        }
    }

    /**
     * Stock in a warehouse was written off, because it is broken or missing.
     *
     * @param blocked whether it was blocked before
     */
    record StockWrittenOff(
            String productId, String warehouseId, long quantity, String reason, boolean blocked)
            implements InventoryEvent {
        public StockWrittenOff {
            requireText(productId, "productId");
            requireText(warehouseId, "warehouseId");
            requireText(reason, "reason");
            requireNotNegative(quantity, "quantity");
        }
    }

    /** The product has a new name, a new SKU, or both; the event states both. */
    record ProductRenamed(String productId, String name, String sku) implements InventoryEvent {
        public ProductRenamed {
            requireText(productId, "productId");
            requireText(name, "name");
            requireText(sku, "sku");
        }
    }

    /**
     * The policy of the product was set; the event states all of it.
     *
     * @param safetyStock the quantity on hand that is not for sale
     * @param backorderLimit the quantity that may be reserved beyond the stock
     * @param reorderPoint the available quantity below which the product is low, or null if the
     *     product has none of its own
     */
    record StockPolicySet(
            String productId, long safetyStock, long backorderLimit, @Nullable Long reorderPoint)
            implements InventoryEvent {
        public StockPolicySet {
            requireText(productId, "productId");
            requireNotNegative(safetyStock, "safetyStock");
            requireNotNegative(backorderLimit, "backorderLimit");
            if (reorderPoint != null) {
                requireNotNegative(reorderPoint, "reorderPoint");
            }
        }
    }

    /** The product was archived: it is no longer received or sold. */
    record ProductArchived(String productId) implements InventoryEvent {
        public ProductArchived {
            requireText(productId, "productId");
        }
    }

    /** An archived product is for sale again. */
    record ProductRestored(String productId) implements InventoryEvent {
        public ProductRestored {
            requireText(productId, "productId");
        }
    }

    private static void requireTextIfPresent(@Nullable String value, String field) {
        if (value != null) {
            requireText(value, field);
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
