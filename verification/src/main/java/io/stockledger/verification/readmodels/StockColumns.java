package io.stockledger.verification.readmodels;

import io.stockledger.verification.ModelPolicy;
import io.stockledger.verification.ProductModel;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * The columns of the stock of a product that several tables have.
 *
 * @param byWarehouse the text of the {@code jsonb} columns that the table has
 * @param policy with 0 for the backorder limit if the table has none
 */
record StockColumns(
        long reserved,
        Map<WarehouseFigure, String> byWarehouse,
        ModelPolicy policy,
        boolean archived) {

    /** Receives the columns that differ from the model. */
    @FunctionalInterface
    interface ColumnDifferences {
        void compare(String column, @Nullable Object found, @Nullable Object expected);
    }

    /** From the columns of a table that has all of them. */
    static StockColumns of(ResultSet row) throws SQLException {
        return new StockColumns(
                row.getLong("reserved_stock"),
                byWarehouse(
                        row.getString("warehouses"),
                        row.getString("blocked_by_warehouse"),
                        row.getString("reserved_by_warehouse")),
                new ModelPolicy(
                        row.getLong("safety_stock"),
                        row.getLong("backorder_limit"),
                        row.getObject("reorder_point", Long.class)),
                row.getBoolean("archived"));
    }

    static Map<WarehouseFigure, String> byWarehouse(String onHand, String blocked) {
        var texts = new EnumMap<WarehouseFigure, String>(WarehouseFigure.class);
        texts.put(WarehouseFigure.ON_HAND, onHand);
        texts.put(WarehouseFigure.BLOCKED, blocked);
        return texts;
    }

    static Map<WarehouseFigure, String> byWarehouse(
            String onHand, String blocked, String reserved) {
        Map<WarehouseFigure, String> texts = byWarehouse(onHand, blocked);
        texts.put(WarehouseFigure.RESERVED, reserved);
        return texts;
    }

    /** Compares the columns with the model at the version of the row. */
    void compare(ProductModel model, ColumnDifferences differences) {
        differences.compare("reserved_stock", reserved, model.reservedStock());
        byWarehouse.forEach(
                (figure, text) -> {
                    SortedMap<String, Long> expected = figure.of(model.warehouses());
                    if (!WarehouseText.isEqual(text, expected)) {
                        differences.compare(figure.column(), WarehouseText.read(text), expected);
                    }
                });
        differences.compare("safety_stock", policy.safetyStock(), model.policy().safetyStock());
        differences.compare("reorder_point", policy.reorderPoint(), model.policy().reorderPoint());
        differences.compare("archived", archived, model.archived());
    }
}
