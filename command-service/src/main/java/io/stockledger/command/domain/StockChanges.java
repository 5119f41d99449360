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

/** The change of the quantity in a warehouse by an event. */
public final class StockChanges {

    private StockChanges() {}

    /**
     * The change of the quantity in {@code warehouseId}: negative if goods left the warehouse, 0 if
     * the event is about another one.
     */
    public static long in(String warehouseId, InventoryEvent event) {
        return switch (event) {
            case ProductRegistered e ->
                    ofWarehouse(warehouseId, e.warehouseId(), e.initialQuantity());
            case StockReceived e -> ofWarehouse(warehouseId, e.warehouseId(), e.quantity());
            case StockShipped e -> ofWarehouse(warehouseId, e.warehouseId(), -e.quantity());
            case StockAdjusted e ->
                    ofWarehouse(warehouseId, e.warehouseId(), e.newQuantity() - e.oldQuantity());
            case StockTransferred e ->
                    ofWarehouse(warehouseId, e.toWarehouseId(), e.quantity())
                            + ofWarehouse(warehouseId, e.fromWarehouseId(), -e.quantity());
            case StockReturned e -> ofWarehouse(warehouseId, e.warehouseId(), e.quantity());
            case StockWrittenOff e -> ofWarehouse(warehouseId, e.warehouseId(), -e.quantity());
            case ProductRenamed _,
                    StockPolicySet _,
                    ProductArchived _,
                    ProductRestored _,
                    StockBlocked _,
                    StockUnblocked _,
                    StockReserved _,
                    ReservationChanged _,
                    ReservationReassigned _,
                    ReservationExtended _,
                    ReservationCancelled _,
                    ReservationExpired _ ->
                    0;
        };
    }

    private static long ofWarehouse(String warehouseId, String changedId, long change) {
        return warehouseId.equals(changedId) ? change : 0;
    }
}
