package io.stockledger.command.domain;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The shipments of orders, added up from the events of a product. */
final class Shipments {

    private Shipments() {}

    static OrderShipments of(String orderId, List<InventoryEvent> history) {
        OrderShipments sum = OrderShipments.NONE;
        for (InventoryEvent event : history) {
            if (event instanceof StockShipped e && e.orderId().equals(orderId)) {
                sum = sum.plus(new OrderShipments(e.quantity(), 0));
            }
            if (event instanceof StockReturned e && e.orderId().equals(orderId)) {
                sum = sum.plus(new OrderShipments(0, e.quantity()));
            }
        }
        return sum;
    }

    static Set<String> orders(List<InventoryEvent> history) {
        return history.stream()
                .filter(StockReturned.class::isInstance)
                .map(event -> ((StockReturned) event).orderId())
                .collect(Collectors.toSet());
    }
}
