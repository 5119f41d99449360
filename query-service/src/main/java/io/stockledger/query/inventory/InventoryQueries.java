package io.stockledger.query.inventory;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads products by their ids. Thread-safe. */
public final class InventoryQueries {

    static final String SELECT_ONE =
            """
            SELECT product_id, name, sku, total_stock, reserved_stock, available_stock, warehouses,
                   version, updated_at
            FROM inventory_view
            WHERE product_id = ?
            """;

    static final String SELECT_MANY =
            """
            SELECT product_id, name, sku, total_stock, reserved_stock, available_stock, warehouses,
                   version, updated_at
            FROM inventory_view
            WHERE product_id = ANY (?)
            """;

    private final JdbcClient jdbc;

    public InventoryQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<InventoryItem> product(String productId) {
        return jdbc.sql(SELECT_ONE)
                .param(productId)
                .query((row, _) -> InventoryItem.of(row))
                .optional();
    }

    /** Those of the products that there are, by id. */
    Map<String, InventoryItem> products(Collection<String> productIds) {
        var found = new HashMap<String, InventoryItem>();
        jdbc.sql(SELECT_MANY)
                .param(1, productIds.toArray(String[]::new))
                .query((row, _) -> InventoryItem.of(row))
                .list()
                .forEach(item -> found.put(item.productId(), item));
        return found;
    }
}
