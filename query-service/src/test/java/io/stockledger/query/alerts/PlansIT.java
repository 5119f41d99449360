package io.stockledger.query.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/** The frequent statements on 100,000 products, 1,000 of them with an alert, use indexes only. */
class PlansIT {

    private static final String PRODUCTS =
            """
            INSERT INTO low_stock (product_id, version, available_stock, low_position, low_since)
            SELECT 'product-' || i, 3, CASE WHEN i % 100 = 0 THEN 1 ELSE 50 END,
                CASE WHEN i % 100 = 0 THEN i END,
                CASE WHEN i % 100 = 0 THEN timestamptz '2026-01-01' END
            FROM generate_series(1, 100000) AS i
            """;

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = new FilledTables(PRODUCTS);
    }

    @Test
    void the_open_alerts_are_read_in_the_order_of_their_index() throws SQLException {
        assertThat(tables.keptPlan(LowStockQueries.SELECT_OPEN, "bigint", "integer"))
                .contains("Index Scan Backward using low_stock_open")
                .doesNotContain("Seq Scan", "Sort");
    }

    @Test
    void the_rows_of_a_batch_are_locked_and_written_by_key() throws SQLException {
        assertThat(tables.keptPlan(LowStockPass.ROWS.selectLocked(), "text[]"))
                .contains("low_stock_pk", "LockRows")
                .doesNotContain("Seq Scan");
        assertThat(
                        tables.keptPlan(
                                LowStockPass.UPDATE_ROWS,
                                "text[]",
                                "bigint[]",
                                "bigint[]",
                                "text[]",
                                "text[]",
                                "bigint[]",
                                "bigint[]",
                                "boolean[]",
                                "bigint[]",
                                "bigint[]",
                                "timestamptz[]"))
                .contains("low_stock_pk")
                .doesNotContain("Seq Scan");
    }
}
