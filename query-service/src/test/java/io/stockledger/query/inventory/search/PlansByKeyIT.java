package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/** A read by id on a million products uses indexes only. */
class PlansByKeyIT {

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = Catalogue.million();
    }

    @Test
    void products_are_found_by_key() throws SQLException {
        assertThat(
                        tables.keptPlan(
                                InventoryQueries.SELECT_BY_ID,
                                "timestamptz",
                                "timestamptz",
                                "text[]"))
                .contains("inventory_view_pk", "reservations_by_product_expiry")
                .doesNotContain("Seq Scan");
    }
}
