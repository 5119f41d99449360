package io.stockledger.query.stock;

import java.util.List;
import java.util.SortedMap;

/** What a warehouse holds of a product, 0 or more, as answers show it. */
public record WarehouseQuantity(String warehouseId, long quantity) {

    /** All warehouses of a product, in the order of their ids. */
    public static List<WarehouseQuantity> listOf(SortedMap<String, Long> warehouses) {
        return warehouses.entrySet().stream()
                .map(e -> new WarehouseQuantity(e.getKey(), e.getValue()))
                .toList();
    }
}
