package io.stockledger.query.inventory;

import io.stockledger.query.stock.WarehouseJson;
import io.stockledger.query.stock.WarehouseQuantity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A product as answers show it.
 *
 * @param availableStock the total less what is reserved, and never below 0
 * @param shortfall by how much what is reserved exceeds the total
 * @param version the sequence number of the last event taken in
 */
record InventoryItem(
        String productId,
        String name,
        String sku,
        long totalStock,
        long availableStock,
        long reservedStock,
        long shortfall,
        List<WarehouseQuantity> warehouses,
        long version,
        Instant updatedAt) {

    /** From the columns of {@code inventory_view}. */
    static InventoryItem of(ResultSet row) throws SQLException {
        long total = row.getLong("total_stock");
        long reserved = row.getLong("reserved_stock");
        return new InventoryItem(
                row.getString("product_id"),
                row.getString("name"),
                row.getString("sku"),
                total,
                row.getLong("available_stock"),
                reserved,
                Math.max(0, reserved - total),
                WarehouseQuantity.listOf(WarehouseJson.read(row.getString("warehouses"))),
                row.getLong("version"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
