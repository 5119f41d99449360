package io.stockledger.command.domain;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What orders can reserve of a product and take out of its warehouses, added up from its stock, its
 * reservations and its policy, without the sums that the decisions use.
 *
 * @param promisable the quantity that can still be reserved
 * @param held the reservations that hold stock, by order
 */
record StockLimits(
        long promisable, Map<String, WarehouseStock> warehouses, Map<String, Reservation> held) {

    static StockLimits of(Product product, Instant now) {
        Map<String, WarehouseStock> warehouses = Map.copyOf(product.warehouses());
        Map<String, Reservation> held =
                product.reservations().entrySet().stream()
                        .filter(each -> holds(each.getValue(), now))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        long unblocked =
                warehouses.values().stream().mapToLong(w -> w.onHand() - w.blocked()).sum();
        long reserved = held.values().stream().mapToLong(Reservation::quantity).sum();
        StockPolicy policy = product.policy();
        long promisable = unblocked - policy.safetyStock() - reserved + policy.backorderLimit();
        return new StockLimits(Math.max(0, promisable), warehouses, held);
    }

    private static boolean holds(Reservation reservation, Instant now) {
        Instant end = reservation.expiresAt();
        return end == null || end.isAfter(now);
    }

    long heldBy(String orderId) {
        Reservation reservation = held.get(orderId);
        return reservation == null ? 0 : reservation.quantity();
    }

    /** The quantity of a warehouse that is neither blocked nor bound to other orders. */
    long leftByOthers(String orderId, String warehouseId) {
        WarehouseStock stock = warehouses.getOrDefault(warehouseId, WarehouseStock.NONE);
        long others = 0;
        for (Map.Entry<String, Reservation> each : held.entrySet()) {
            boolean bound = warehouseId.equals(each.getValue().warehouseId());
            if (bound && !each.getKey().equals(orderId)) {
                others += each.getValue().quantity();
            }
        }
        return Math.max(0, stock.onHand() - stock.blocked() - others);
    }

    /** The quantity of a warehouse that is neither blocked nor bound to any order. */
    long left(String warehouseId) {
        return leftByOthers("", warehouseId);
    }
}
