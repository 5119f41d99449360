package io.stockledger.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/** The plans of the statements on a table of one million changes, which are 15 minutes of load. */
class PlansIT {

    private static final String CHANGES =
            """
            INSERT INTO changes (number, changed_at, product_ids, versions)
            SELECT i, clock_timestamp() - (1000000 - i) * interval '1 ms',
                ARRAY['product-' || i % 20000], ARRAY[i / 20000 + 1]
            FROM generate_series(1, 1000000) AS i
            """;

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables = new FilledTables(CHANGES);
    }

    @Test
    void the_changes_that_a_replica_missed_are_read_by_their_number() throws SQLException {
        assertThat(tables.keptPlan(ChangeQueries.SELECT_AFTER, "bigint", "integer"))
                .contains("Index Scan using changes_pk")
                .doesNotContain("Seq Scan", "Sort Key");
    }

    @Test
    void the_changes_that_a_stream_missed_are_counted_and_read_by_their_number()
            throws SQLException {
        assertThat(tables.keptPlan(ChangeQueries.COUNT_SINCE, "bigint", "bigint"))
                .contains("changes_pk")
                .doesNotContain("Seq Scan");
        assertThat(
                        tables.keptPlan(
                                ChangeQueries.SELECT_PRODUCTS_SINCE,
                                "bigint",
                                "bigint",
                                "text[]",
                                "text[]",
                                "integer"))
                .contains("changes_pk")
                .doesNotContain("Seq Scan");
    }

    @Test
    void the_changes_that_are_too_old_are_found_by_their_instant() throws SQLException {
        assertThat(tables.keptPlan(ChangeLog.DELETE_OLD))
                .contains("changes_by_instant")
                .doesNotContain("Seq Scan");
    }
}
