package io.stockledger.query.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/** The frequent statements on a million movements use indexes only. */
class PlansIT {

    private static final String MOVEMENTS =
            """
            INSERT INTO movements (product_id, sequence_number, position, event_id, occurred_at,
                stood_from, payload, correlation_id, total_stock, reserved_stock, warehouses)
            SELECT 'product-' || i % 20000, i / 20000 + 1, i, gen_random_uuid(),
                timestamptz '2026-01-01' + i * interval '1 s',
                timestamptz '2026-01-01' + i * interval '1 s', '{}', NULL, 1, 0, '{}'
            FROM generate_series(0, 999999) AS i
            """;

    private static final String HEADS =
            """
            INSERT INTO movement_heads (product_id, version)
            SELECT 'product-' || i, 50 FROM generate_series(0, 19999) AS i
            """;

    private static final String RESERVATION_HEADS =
            """
            INSERT INTO reservation_heads (product_id, version)
            SELECT 'product-' || i, 50 FROM generate_series(0, 19999) AS i
            """;

    private static final String RESERVATIONS =
            """
            INSERT INTO reservations (order_id, product_id, reserved, shipped, status, expires_at)
            SELECT 'order-' || i, 'product-' || i % 20000, 1, 0, 'open',
                CASE WHEN i % 20 = 0 THEN timestamptz '2026-01-01' + i * interval '1 s' END
            FROM generate_series(1, 100000) AS i
            """;

    private static final String LAPSES =
            """
            INSERT INTO reservation_lapses (product_id, sequence_number, during, quantity)
            SELECT 'product-' || i % 20000, i / 20000 + 1,
                tstzrange(timestamptz '2026-01-01' + i * interval '1 s',
                    timestamptz '2026-01-01' + i * interval '1 s' + interval '2 s'), 1
            FROM generate_series(0, 99999) AS i
            """;

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = new FilledTables(MOVEMENTS, HEADS, RESERVATION_HEADS, RESERVATIONS, LAPSES);
    }

    @Test
    void a_page_of_movements_is_read_in_the_order_of_the_key() throws SQLException {
        assertThat(tables.keptPlan(MovementQueries.SELECT_PAGE, "text", "bigint", "int"))
                .contains("movements_pk")
                .doesNotContain("Seq Scan", "Sort Key");
    }

    @Test
    void past_stock_is_read_by_indexes() throws SQLException {
        for (String plan :
                new String[] {
                    tables.keptPlan(LevelQueries.SELECT_ITEM_AT, "text", "timestamptz"),
                    tables.keptPlan(LevelQueries.SELECT_LEVELS, "text", "timestamptz[]")
                }) {
            assertThat(plan)
                    .contains("Backward using movements_by_instant")
                    .contains("reservation_lapses_by_instant")
                    .contains("reservations_by_product_expiry")
                    .doesNotContain("Seq Scan");
        }
    }

    @Test
    void the_heads_of_a_batch_are_locked_and_written_by_key() throws SQLException {
        assertThat(tables.keptPlan(MovementsPass.HEADS.selectLocked(), "text[]"))
                .contains("movement_heads_pk", "LockRows")
                .doesNotContain("Seq Scan");
        assertThat(
                        tables.keptPlan(
                                MovementsPass.UPDATE_HEADS,
                                "text[]",
                                "bigint[]",
                                "bigint[]",
                                "text[]",
                                "timestamptz[]"))
                .contains("movement_heads_pk")
                .doesNotContain("Seq Scan");
    }
}
