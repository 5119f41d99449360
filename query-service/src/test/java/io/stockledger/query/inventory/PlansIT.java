package io.stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The hot statements on 100,000 products: none may read a whole table. */
class PlansIT {

    private static final String PRODUCTS =
            """
            INSERT INTO inventory_view (product_id, name, sku, total_stock, reserved_stock,
                available_stock, warehouses, version, updated_at)
            SELECT 'product-' || i, 'Thing ' || md5(i::text), 'SKU-' || i, i % 1000, 0,
                CASE WHEN i % 500 = 0 THEN 0 ELSE i % 1000 END, '{"main": 1}', 3,
                timestamptz '2026-01-01' + i * interval '1 s'
            FROM generate_series(1, 100000) AS i
            """;

    private static final String SEARCH =
            """
            INSERT INTO inventory_search (product_id, sku, sort_name, search_text)
            SELECT product_id, sku, lower(name), lower(name || E'\\n' || sku || E'\\n' || product_id)
            FROM inventory_view
            """;

    private static final String HOLDINGS =
            """
            INSERT INTO inventory_holdings (warehouse_id, product_id)
            SELECT 'warehouse-' || i % 50, 'product-' || i FROM generate_series(1, 100000) AS i
            """;

    /** Mostly without an expiry; 200 of 5,000 expiring ones have lapsed. */
    private static final String RESERVATIONS =
            """
            INSERT INTO reservations (order_id, product_id, reserved, shipped, status, expires_at)
            SELECT 'order-' || i, 'product-' || i, 1, 0, 'open',
                CASE WHEN i % 20 = 0 THEN timestamptz '2026-01-01' + i * interval '1 s' END
            FROM generate_series(1, 100000) AS i
            """;

    private static final String RESERVATION_HEADS =
            """
            INSERT INTO reservation_heads (product_id, version)
            SELECT 'product-' || i, 3 FROM generate_series(1, 100000) AS i
            """;

    private static final OffsetDateTime NOW =
            OffsetDateTime.of(2026, 1, 1, 1, 6, 40, 0, ZoneOffset.UTC);

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = new FilledTables(PRODUCTS, SEARCH, HOLDINGS, RESERVATIONS, RESERVATION_HEADS);
    }

    @ParameterizedTest
    @EnumSource
    void a_page_in_any_order_walks_an_index(InventorySort sort) {
        InventoryFilter any = new InventoryFilter(List.of(), null, null, null, null);
        assertIndexed(sort, any, null);
        String key =
                switch (sort) {
                    case AVAILABLE, AVAILABLE_DOWN -> "400";
                    case UPDATED_AT, UPDATED_AT_DOWN -> "2026-01-01T12:00:00Z";
                    default -> "product-5";
                };
        String plan = assertIndexed(sort, any, new InventoryCursor(key, "product-5"));
        if (sort.isByAvailable()) {
            // What is sorted are the lapsed ones, and the two pages that are merged.
            assertThat(plan)
                    .as("the next page starts in the index\n%s", plan)
                    .containsPattern("Limit.*\\n.*Nested Loop.*\\n.*inventory_view_by_available")
                    .contains("Index Cond: (ROW(available_stock, product_id)")
                    .contains("hashed SubPlan", "reservations_by_expiry");
        } else {
            assertThat(plan)
                    .as("the next page starts in the index, it does not sort\n%s", plan)
                    .doesNotContain("Sort Key")
                    .contains("Index Cond");
        }
    }

    @Test
    void a_filter_is_answered_by_its_index() {
        for (InventoryFilter filter :
                List.of(
                        new InventoryFilter(List.of("%abcd%"), null, null, null, null),
                        new InventoryFilter(List.of("%thing%", "%0af3%"), null, null, null, null),
                        new InventoryFilter(List.of(), "SKU-77", null, null, null),
                        new InventoryFilter(List.of(), null, "warehouse-7", null, null),
                        new InventoryFilter(List.of(), null, null, false, null),
                        new InventoryFilter(List.of(), null, null, true, null),
                        new InventoryFilter(List.of(), null, null, null, 3L))) {
            for (InventorySort sort : InventorySort.values()) {
                assertIndexed(sort, filter, null);
            }
        }
        InventoryFilter word = new InventoryFilter(List.of("%abcd%"), null, null, null, null);
        assertThat(assertIndexed(InventorySort.PRODUCT_ID, word, null))
                .contains("inventory_search_by_words");
    }

    @Test
    void a_product_and_a_lookup_are_found_by_key() throws SQLException {
        assertThat(
                        tables.keptPlan(
                                InventoryQueries.SELECT_ONE, "timestamptz", "timestamptz", "text"))
                .contains("inventory_view_pk", "reservations_by_product_expiry")
                .doesNotContain("Seq Scan");
        assertThat(
                        tables.keptPlan(
                                InventoryQueries.SELECT_MANY,
                                "timestamptz",
                                "timestamptz",
                                "text[]"))
                .contains("inventory_view_pk", "reservations_by_product_expiry")
                .doesNotContain("Seq Scan");
    }

    @Test
    void a_batchs_rows_are_locked_and_written_by_key() throws SQLException {
        assertThat(tables.keptPlan(InventoryPass.SELECT_LOCKED, "text[]"))
                .contains("inventory_view_pk", "LockRows")
                .doesNotContain("Seq Scan");
        assertThat(
                        tables.keptPlan(
                                InventoryPass.UPDATE_ROWS,
                                "text[]",
                                "text[]",
                                "text[]",
                                "bigint[]",
                                "bigint[]",
                                "bigint[]",
                                "text[]",
                                "bigint[]",
                                "timestamptz[]"))
                .contains("inventory_view_pk")
                .doesNotContain("Seq Scan");
    }

    private static String assertIndexed(
            InventorySort sort, InventoryFilter filter, @Nullable InventoryCursor after) {
        String plan =
                String.join(
                        "\n",
                        new NamedParameterJdbcTemplate(tables.dataSource())
                                .queryForList(
                                        "EXPLAIN " + InventoryPages.statement(sort, filter),
                                        InventoryPages.parameters(filter, after, 51, NOW),
                                        String.class));
        assertThat(plan).as("%s %s\n%s", sort, filter, plan).doesNotContain("Seq Scan");
        return plan;
    }
}
