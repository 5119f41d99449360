package io.stockledger.verification.readmodels;

import io.stockledger.events.EventType;
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

/** What an event names, by which its movement is found. */
record MovementNames(
        String type,
        @Nullable String orderId,
        @Nullable String toOrderId,
        @Nullable String warehouseId,
        @Nullable String toWarehouseId) {

    static MovementNames of(InventoryEvent event) {
        return switch (event) {
            case ProductRegistered e -> of(e, null, e.warehouseId());
            case StockReceived e -> of(e, null, e.warehouseId());
            case StockAdjusted e -> of(e, null, e.warehouseId());
            case StockBlocked e -> of(e, null, e.warehouseId());
            case StockUnblocked e -> of(e, null, e.warehouseId());
            case StockWrittenOff e -> of(e, null, e.warehouseId());
            case StockReserved e -> of(e, e.orderId(), e.warehouseId());
            case ReservationChanged e -> of(e, e.orderId(), e.warehouseId());
            case ReservationExtended e -> of(e, e.orderId(), null);
            case ReservationCancelled e -> of(e, e.orderId(), null);
            case ReservationExpired e -> of(e, e.orderId(), null);
            case StockShipped e -> of(e, e.orderId(), e.warehouseId());
            case StockReturned e -> of(e, e.orderId(), e.warehouseId());
            case ReservationReassigned e ->
                    new MovementNames(type(e), e.orderId(), e.toOrderId(), e.warehouseId(), null);
            case StockTransferred e ->
                    new MovementNames(type(e), null, null, e.fromWarehouseId(), e.toWarehouseId());
            case ProductRenamed _, StockPolicySet _, ProductArchived _, ProductRestored _ ->
                    of(event, null, null);
        };
    }

    private static MovementNames of(
            InventoryEvent event, @Nullable String orderId, @Nullable String warehouseId) {
        return new MovementNames(type(event), orderId, null, warehouseId, null);
    }

    private static String type(InventoryEvent event) {
        return EventType.of(event).wireName();
    }
}
