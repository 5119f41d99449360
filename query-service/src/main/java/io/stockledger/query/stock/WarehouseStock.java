package io.stockledger.query.stock;

import java.util.Map;

/**
 * The stock of a product in one warehouse, as answers show it.
 *
 * @param quantity the quantity on hand, 0 or more
 * @param blocked the part of it that is not for sale, from 0 to {@code quantity}
 * @param reserved the sum of the reservations that are bound to the warehouse, 0 or more
 */
public record WarehouseStock(String warehouseId, long quantity, long blocked, long reserved) {

    static WarehouseStock none(String warehouseId) {
        return new WarehouseStock(warehouseId, 0, 0, 0);
    }

    WarehouseStock plus(long quantityChange, long blockedChange, long reservedChange) {
        return new WarehouseStock(
                warehouseId,
                Math.addExact(quantity, quantityChange),
                Math.addExact(blocked, blockedChange),
                Math.addExact(reserved, reservedChange));
    }

    boolean isPossible() {
        return 0 <= blocked && blocked <= quantity && 0 <= reserved;
    }

    /** The stock without lapsed reservations, whose quantities are given by warehouse id. */
    WarehouseStock without(Map<String, Long> lapsed) {
        long quantityLapsed = lapsed.getOrDefault(warehouseId, 0L);
        return quantityLapsed == 0 ? this : plus(0, 0, -quantityLapsed);
    }
}
