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

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = new FilledTables(PRODUCTS);
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
                                "text[]",
                                "bigint[]",
                                "timestamptz[]",
                                "text[]"))
                .contains("inventory_view_pk")
                .doesNotContain("Seq Scan");
    }
}
