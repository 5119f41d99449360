package io.stockledger.query.movements;

import io.stockledger.query.stock.WarehouseJson;
import io.stockledger.query.stock.WarehouseQuantity;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A product as it stood at an instant, with the fields that the view shows of now.
 *
 * @param reservedStock without what was past its expiry at that instant
 * @param version the last event up to that instant
 * @param updatedAt when that event occurred
 */
record HistoricalStock(
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

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** From the columns of {@code movements}, {@code registration} and what had lapsed. */
    static HistoricalStock of(ResultSet row) throws SQLException {
        JsonNode registration = MAPPER.readTree(row.getString("registration"));
        long total = row.getLong("total_stock");
        long reserved = Level.reserved(row);
        return new HistoricalStock(
                row.getString("product_id"),
                registration.path("name").asString(),
                registration.path("sku").asString(),
                total,
                Math.max(0, total - reserved),
                reserved,
                Math.max(0, reserved - total),
                WarehouseQuantity.listOf(WarehouseJson.read(row.getString("warehouses"))),
                row.getLong("sequence_number"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant());
    }
}
