package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.inventory.projection.InventoryPass;
import io.stockledger.query.testing.FilledTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/** The statements by key on a million products: none may read a whole table. */
class PlansByKeyIT {

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = Catalogue.million();
    }

    @Test
    void products_are_found_by_key() throws SQLException {
        assertThat(tables.keptPlan(InventoryQueries.SELECT, "timestamptz", "timestamptz", "text[]"))
                .contains("inventory_view_pk", "reservations_by_product_expiry")
                .doesNotContain("Seq Scan");
    }

    @Test
    void a_batchs_rows_are_locked_and_written_by_key() throws SQLException {
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
                                "timestamptz[]"))
                .contains("inventory_view_pk")
                .doesNotContain("Seq Scan");
    }
}
