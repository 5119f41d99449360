package io.stockledger.query.stock;

import java.util.List;
import java.util.SortedMap;

/** The quantity of a product in one warehouse, 0 or more, as answers show it. */
public record WarehouseQuantity(String warehouseId, long quantity) {

    /** The quantities of a product in the order of the warehouse ids. */
    public static List<WarehouseQuantity> listOf(SortedMap<String, Long> warehouses) {
        return warehouses.entrySet().stream()
                .map(e -> new WarehouseQuantity(e.getKey(), e.getValue()))
                .toList();
    }
}
