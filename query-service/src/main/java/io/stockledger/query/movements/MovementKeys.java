package io.stockledger.query.movements;

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

/**
 * The orders and warehouses that an event names, by which its movement is found.
 *
 * @param toOrderId the order that a reservation was given to
 * @param toWarehouseId the warehouse that goods were transferred to
 */
record MovementKeys(
        @Nullable String orderId,
        @Nullable String toOrderId,
        @Nullable String warehouseId,
        @Nullable String toWarehouseId) {

    private static final MovementKeys NONE = new MovementKeys(null, null, null, null);

    static MovementKeys of(InventoryEvent event) {
        return switch (event) {
            case ProductRegistered e -> warehouse(e.warehouseId());
            case StockReceived e -> warehouse(e.warehouseId());
            case StockAdjusted e -> warehouse(e.warehouseId());
            case StockBlocked e -> warehouse(e.warehouseId());
            case StockUnblocked e -> warehouse(e.warehouseId());
            case StockWrittenOff e -> warehouse(e.warehouseId());
            case StockTransferred e ->
                    new MovementKeys(null, null, e.fromWarehouseId(), e.toWarehouseId());
            case StockReserved e -> order(e.orderId(), e.warehouseId());
            case ReservationChanged e -> order(e.orderId(), e.warehouseId());
            case ReservationReassigned e ->
                    new MovementKeys(e.orderId(), e.toOrderId(), e.warehouseId(), null);
            case ReservationExtended e -> order(e.orderId(), null);
            case ReservationCancelled e -> order(e.orderId(), null);
            case ReservationExpired e -> order(e.orderId(), null);
            case StockShipped e -> order(e.orderId(), e.warehouseId());
            case StockReturned e -> order(e.orderId(), e.warehouseId());
            case ProductRenamed _, StockPolicySet _, ProductArchived _, ProductRestored _ -> NONE;
        };
    }

    private static MovementKeys warehouse(String warehouseId) {
        return new MovementKeys(null, null, warehouseId, null);
    }

    private static MovementKeys order(String orderId, @Nullable String warehouseId) {
        return new MovementKeys(orderId, null, warehouseId, null);
    }
}
