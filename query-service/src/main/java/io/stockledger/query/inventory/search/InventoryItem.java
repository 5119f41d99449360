package io.stockledger.query.inventory.search;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.stockledger.query.stock.WarehouseJson;
import io.stockledger.query.stock.WarehouseQuantity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A product as answers show it, at the instant of the read.
 *
 * @param availableStock the total less what is reserved, and never below 0
 * @param reservedStock what holds stock at that instant: without what has lapsed
 * @param shortfall by how much what is reserved exceeds the total
 * @param version the sequence number of the last event taken in
 * @param lapsedStock what the events up to that version still count as reserved, although it is
 *     past its expiry; not shown
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
        @JsonIgnore long lapsedStock) {

    /** From the columns of {@code inventory_view}, and {@code lapsed_stock} beside them. */
    static InventoryItem of(ResultSet row) throws SQLException {
        long total = row.getLong("total_stock");
        long lapsed = row.getLong("lapsed_stock");
        long reserved = row.getLong("reserved_stock") - lapsed;
        return new InventoryItem(
                row.getString("product_id"),
                row.getString("name"),
                row.getString("sku"),
                total,
                Math.max(0, total - reserved),
                reserved,
                Math.max(0, reserved - total),
                WarehouseQuantity.listOf(WarehouseJson.read(row.getString("warehouses"))),
                row.getLong("version"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                lapsed);
    }
}
