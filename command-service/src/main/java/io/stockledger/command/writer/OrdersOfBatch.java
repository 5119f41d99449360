package io.stockledger.command.writer;

import io.stockledger.command.eventstore.StreamEvent;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReserved;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The products that the events of a batch reserve for each order. It reads every event once, and
 * only in a batch with a command on a whole order. Only the loop's thread uses it.
 */
final class OrdersOfBatch {

    private final Map<String, Set<String>> products = new HashMap<>();
    private int eventsRead;

    /**
     * The products that events reserve for an order.
     *
     * @param events the events of the batch, to which the caller only adds
     */
    Set<String> productsOf(String orderId, List<StreamEvent> events) {
        for (; eventsRead < events.size(); eventsRead++) {
            switch (events.get(eventsRead).payload()) {
                case StockReserved e -> add(e.orderId(), e.productId());
                case ReservationReassigned e -> add(e.toOrderId(), e.productId());
                default -> {}
            }
        }
        return products.getOrDefault(orderId, Set.of());
    }

    private void add(String orderId, String productId) {
        products.computeIfAbsent(orderId, _ -> new HashSet<>()).add(productId);
    }

    /** Reads the events again, because some of them were removed. */
    void forget() {
        products.clear();
        eventsRead = 0;
    }
}
