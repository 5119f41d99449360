package io.stockledger.query.stock;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * A product as answers show it: its stock at one instant.
 *
 * @param availableStock the total minus the reserved stock, and never below 0
 * @param reservedStock the sum of the open reservations that have not lapsed at that instant
 * @param shortfall by how much the reserved stock exceeds the total
 * @param version the sequence number of the last event that the item contains
 * @param updatedAt the time at which that event occurred
 * @param held true if the product is held, so that later events may exist; otherwise null, and
 *     absent from the answer
 */
public record InventoryItem(
        String productId,
        String name,
        String sku,
        long totalStock,
        long availableStock,
        long reservedStock,
        long shortfall,
        List<WarehouseQuantity> warehouses,
        long version,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean held) {

    /** An item whose available stock and shortfall follow from the total and the reserved stock. */
    public static InventoryItem of(
            String productId,
            String name,
            String sku,
            long totalStock,
            long reservedStock,
            SortedMap<String, Long> warehouses,
            long version,
            Instant updatedAt,
            boolean held) {
        return new InventoryItem(
                productId,
                name,
                sku,
                totalStock,
                Math.max(0, totalStock - reservedStock),
                reservedStock,
                Math.max(0, reservedStock - totalStock),
                WarehouseQuantity.listOf(warehouses),
                version,
                updatedAt,
                held ? Boolean.TRUE : null);
    }
}
