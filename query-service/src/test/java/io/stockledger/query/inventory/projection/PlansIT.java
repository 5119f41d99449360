package io.stockledger.query.inventory.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/** The statements of a batch on 20,000 products use indexes only. */
class PlansIT {

    private static final String PRODUCTS =
            """
            INSERT INTO inventory_view (product_id, version)
            SELECT 'product-' || i, 3 FROM generate_series(0, 19999) AS i
            """;

    private static final String BINDINGS =
            """
            INSERT INTO inventory_bindings (product_id, order_id, warehouse_id, quantity)
            SELECT 'product-' || i % 20000, 'order-' || i, 'main', 1
            FROM generate_series(0, 99999) AS i
            """;

    private static final String PERIODS =
            """
            INSERT INTO inventory_periods (product_id, sequence_number, archived, available_stock,
                stood_from, stood_until)
            SELECT 'product-' || i % 20000, i / 20000 + 1, false, i % 100,
                timestamptz '2026-01-01' + i * interval '1 s', 'infinity'
            FROM generate_series(0, 99999) AS i
            """;

    private static final String HOLDINGS =
            """
            INSERT INTO inventory_holdings (warehouse_id, product_id)
            SELECT 'main', 'product-' || i FROM generate_series(0, 19999) AS i
            """;

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = new FilledTables(PRODUCTS, BINDINGS, PERIODS, HOLDINGS);
    }

    @Test
    void the_rows_of_a_batch_are_locked_and_written_by_key() throws SQLException {
        assertThat(tables.keptPlan(InventoryPass.ROWS.selectLocked(), "text[]"))
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
                                "boolean[]",
                                "bigint[]",
                                "bigint[]",
                                "bigint[]",
                                "bigint[]",
                                "text[]",
                                "text[]",
                                "text[]",
                                "bigint[]",
                                "timestamptz[]",
                                "text[]",
                                "timestamptz[]",
                                "bigint[]",
                                "bigint[]",
                                "timestamptz[]"))
                .contains("inventory_view_pk")
                .doesNotContain("Seq Scan");
    }

    @Test
    void the_bound_reservations_of_a_batch_are_read_and_deleted_by_key() throws SQLException {
        for (String sql :
                new String[] {InventoryPass.BINDINGS.select(), InventoryPass.BINDINGS.delete()}) {
            assertThat(tables.keptPlan(sql, "text[]", "text[]"))
                    .contains("inventory_bindings_pk")
                    .doesNotContain("Seq Scan");
        }
    }

    @Test
    void the_periods_and_holdings_that_a_batch_ends_are_found_by_key() throws SQLException {
        assertThat(tables.keptPlan(PeriodRows.END_PERIODS, "text[]", "bigint[]", "timestamptz[]"))
                .contains("inventory_periods_pk")
                .doesNotContain("Seq Scan");
        assertThat(tables.keptPlan(HoldingRows.END_HOLDINGS, "text[]", "text[]", "timestamptz[]"))
                .contains("inventory_holdings_pk")
                .doesNotContain("Seq Scan");
    }
}
