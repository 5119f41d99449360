package io.stockledger.query.inventory.search;

import org.jspecify.annotations.Nullable;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a request as SQL. A condition that the request does not give is no SQL. */
final class PageConditions {

    private static final String OF_WAREHOUSE =
            """
            JOIN inventory_holdings h
                ON h.product_id = s.product_id AND h.warehouse_id = :warehouseId
            """;

    private PageConditions() {}

    /**
     * The conditions on {@code inventory_view v} and {@code inventory_search s}.
     *
     * @param gathered whether the words are already part of the gathered products
     */
    static List<SqlFragment> of(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            boolean gathered) {
        var conditions = new ArrayList<SqlFragment>();
        if (after != null) {
            conditions.add(sort.after(after, "v", "s"));
        }
        if (filter.sku() != null) {
            conditions.add(sku(filter.sku()));
        }
        if (!gathered) {
            conditions.addAll(words(filter));
        }
        conditions.addAll(available(filter, "v"));
        return conditions;
    }

    static SqlFragment sku(String sku) {
        return SqlFragment.of("s.sku = :sku").bind("sku", Types.VARCHAR, sku);
    }

    /** The conditions on the available stock of the rows with this alias. */
    static List<SqlFragment> available(InventoryFilter filter, String stock) {
        List<SqlFragment> conditions = scarce(filter, stock);
        if (Boolean.TRUE.equals(filter.inStock())) {
            conditions.add(SqlFragment.of(stock + ".available_stock > 0"));
        }
        return conditions;
    }

    /** The conditions that ask for little or no available stock. */
    static List<SqlFragment> scarce(InventoryFilter filter, String stock) {
        var conditions = new ArrayList<SqlFragment>();
        if (Boolean.FALSE.equals(filter.inStock())) {
            conditions.add(SqlFragment.of(stock + ".available_stock = 0"));
        }
        if (filter.availableBelow() != null) {
            conditions.add(
                    SqlFragment.of(stock + ".available_stock < :availableBelow")
                            .bind("availableBelow", Types.BIGINT, filter.availableBelow()));
        }
        return conditions;
    }

    /** The condition that the products are archived or not, for the indexes of these rows. */
    static SqlFragment archived(String rows, boolean archived) {
        return SqlFragment.of((archived ? "" : "NOT ") + rows + ".archived");
    }

    /** One condition per word. */
    static List<SqlFragment> words(InventoryFilter filter) {
        var conditions = new ArrayList<SqlFragment>();
        for (String word : filter.words()) {
            String name = "word" + (conditions.size() + 1);
            conditions.add(
                    SqlFragment.of("s.search_text LIKE :{name}")
                            .insert("name", name)
                            .bind(name, Types.VARCHAR, word));
        }
        return conditions;
    }

    /** The join with the products of the warehouse; nothing if the request names none. */
    static SqlFragment warehouse(InventoryFilter filter) {
        return filter.warehouseId() == null
                ? SqlFragment.NONE
                : SqlFragment.of(OF_WAREHOUSE)
                        .bind("warehouseId", Types.VARCHAR, filter.warehouseId());
    }
}
