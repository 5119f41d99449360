package io.stockledger.query.stock;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A product as answers show it: its stock at one instant.
 *
 * @param availableStock the total minus the blocked, the safety and the reserved stock, and never
 *     below 0
 * @param reservedStock the sum of the open reservations that have not lapsed at that instant
 * @param shortfall by how much the reserved stock exceeds the stock that is not blocked
 * @param availableToPromise the quantity that can still be reserved: that of the available stock,
 *     with the backorders
 * @param reorderPoint the available quantity below which the product is low; null if it has none of
 *     its own
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
        long blockedStock,
        long safetyStock,
        long backorderLimit,
        long availableToPromise,
        @Nullable Long reorderPoint,
        boolean archived,
        List<WarehouseStock> warehouses,
        long version,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean held) {

    /** An item whose quantities follow from the stock by warehouse and the reservations. */
    public static InventoryItem of(
            String productId,
            ProductDetails details,
            Collection<WarehouseStock> warehouses,
            Reserved reserved,
            long version,
            Instant updatedAt,
            boolean held) {
        StockPolicy policy = details.policy();
        long total = warehouses.stream().mapToLong(WarehouseStock::quantity).sum();
        long blocked = warehouses.stream().mapToLong(WarehouseStock::blocked).sum();
        long left = total - blocked - reserved.quantity();
        return new InventoryItem(
                productId,
                details.name(),
                details.sku(),
                total,
                Math.max(0, left - policy.safetyStock()),
                reserved.quantity(),
                Math.max(0, -left),
                blocked,
                policy.safetyStock(),
                policy.backorderLimit(),
                Math.max(0, left - policy.safetyStock() + policy.backorderLimit()),
                policy.reorderPoint(),
                details.archived(),
                warehouses.stream().map(w -> w.without(reserved.lapsedIn())).toList(),
                version,
                updatedAt,
                held ? Boolean.TRUE : null);
    }

    /**
     * What is reserved at the instant of the item.
     *
     * @param quantity without the lapsed reservations
     * @param lapsedIn the quantities of the lapsed reservations by the warehouse that they are
     *     bound to
     */
    public record Reserved(long quantity, Map<String, Long> lapsedIn) {}
}
