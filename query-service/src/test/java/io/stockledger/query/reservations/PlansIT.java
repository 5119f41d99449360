package io.stockledger.query.reservations;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/** The frequent statements on 100,000 lines use indexes only. */
class PlansIT {

    private static final String LINES =
            """
            INSERT INTO reservations (order_id, product_id, reserved, shipped, status, expires_at,
                opened_position)
            SELECT 'order-' || i / 5, 'product-' || i % 20000, 1, 0, 'open', NULL, i + 1
            FROM generate_series(0, 99999) AS i
            """;

    private static final String HEADS =
            """
            INSERT INTO reservation_heads (product_id, version)
            SELECT 'product-' || i, 5 FROM generate_series(0, 19999) AS i
            """;

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = new FilledTables(LINES, HEADS);
    }

    @Test
    void the_lines_of_an_order_are_found_by_key() throws SQLException {
        assertThat(tables.keptPlan(ReservationQueries.SELECT_ORDER, "text"))
                .contains("reservations_pk")
                .doesNotContain("Seq Scan");
    }

    @Test
    void the_orders_that_hold_a_product_are_read_in_the_order_of_their_index() throws SQLException {
        assertThat(
                        tables.keptPlan(
                                ReservationQueries.SELECT_HOLDERS,
                                "text",
                                "bigint",
                                "timestamptz",
                                "int"))
                .contains("reservations_open")
                .doesNotContain("Seq Scan", "Sort Key");
    }

    @Test
    void the_heads_and_lines_of_a_batch_are_read_and_written_by_key() throws SQLException {
        assertThat(tables.keptPlan(ReservationsPass.HEADS.selectLocked(), "text[]"))
                .contains("reservation_heads_pk", "LockRows")
                .doesNotContain("Seq Scan");
        assertThat(tables.keptPlan(ReservationsPass.SELECT_LINES, "text[]", "text[]"))
                .contains("reservations_pk")
                .doesNotContain("Seq Scan");
        assertThat(
                        tables.keptPlan(
                                ReservationsPass.UPDATE_LINES,
                                "text[]",
                                "text[]",
                                "bigint[]",
                                "bigint[]",
                                "bigint[]",
                                "text[]",
                                "timestamptz[]",
                                "text[]",
                                "text[]",
                                "bigint[]"))
                .contains("reservations_pk")
                .doesNotContain("Seq Scan");
        assertThat(tables.keptPlan(ReservationsPass.UPDATE_HEADS, "text[]", "bigint[]"))
                .contains("reservation_heads_pk")
                .doesNotContain("Seq Scan");
    }
}
