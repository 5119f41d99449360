package io.stockledger.query.stockrows;

import io.stockledger.query.stock.InventoryItem;
import io.stockledger.query.stock.InventoryItem.Reserved;
import io.stockledger.query.stock.ProductDetails;
import io.stockledger.query.stock.StockPolicy;
import io.stockledger.query.stock.WarehouseJson;
import io.stockledger.query.stock.WarehouseStock;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.SortedMap;

/** Reads the columns that have the same names in every table with the stock of products. */
public final class StockColumns {

    private StockColumns() {}

    /** Reads {@code safety_stock}, {@code backorder_limit} and {@code reorder_point}. */
    public static StockPolicy policy(ResultSet row) throws SQLException {
        return new StockPolicy(
                row.getLong("safety_stock"),
                row.getLong("backorder_limit"),
                row.getObject("reorder_point", Long.class));
    }

    /** Reads the stock by warehouse id from the three columns of {@link WarehouseJson}. */
    public static SortedMap<String, WarehouseStock> warehouses(ResultSet row) throws SQLException {
        return WarehouseJson.read(
                row.getString("warehouses"),
                row.getString("blocked_by_warehouse"),
                row.getString("reserved_by_warehouse"));
    }

    /**
     * Reads an item from the columns of {@code inventory_view}, {@code lapsed_stock} and {@code
     * lapsed_by_warehouse}.
     *
     * @param held whether the product is held
     */
    public static InventoryItem item(ResultSet row, boolean held) throws SQLException {
        return InventoryItem.of(
                row.getString("product_id"),
                new ProductDetails(
                        row.getString("name"),
                        row.getString("sku"),
                        policy(row),
                        row.getBoolean("archived")),
                warehouses(row).values(),
                new Reserved(
                        row.getLong("reserved_stock") - row.getLong("lapsed_stock"),
                        WarehouseJson.quantities(row.getString("lapsed_by_warehouse"))),
                row.getLong("version"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                held);
    }
}
