package io.stockledger.query.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/** The hot statements on 100,000 movements: none may read a whole table. */
class PlansIT {

    private static final String MOVEMENTS =
            """
            INSERT INTO movements (product_id, sequence_number, position, event_id, occurred_at,
                payload, correlation_id, total_stock, reserved_stock, warehouses)
            SELECT 'product-' || i % 20000, i / 20000 + 1, i, gen_random_uuid(), now(), '{}', NULL,
                1, 0, '{}'
            FROM generate_series(0, 99999) AS i
            """;

    private static final String HEADS =
            """
            INSERT INTO movement_heads (product_id, version)
            SELECT 'product-' || i, 5 FROM generate_series(0, 19999) AS i
            """;

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = new FilledTables(MOVEMENTS, HEADS);
    }

    @Test
    void a_page_of_movements_walks_the_key() throws SQLException {
        assertThat(tables.keptPlan(MovementQueries.SELECT_PAGE, "text", "bigint", "int"))
                .contains("movements_pk")
                .doesNotContain("Seq Scan", "Sort Key");
    }

    @Test
    void a_batchs_heads_are_locked_and_written_by_key() throws SQLException {
        assertThat(tables.keptPlan(MovementsPass.SELECT_LOCKED_HEADS, "text[]"))
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
