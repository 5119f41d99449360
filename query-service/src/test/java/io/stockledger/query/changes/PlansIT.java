package io.stockledger.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/** The statements on a quarter of an hour of a thousand batches a second: 1 million changes. */
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
    void what_a_replica_missed_is_walked_by_number() throws SQLException {
        assertThat(tables.keptPlan(ChangeQueries.SELECT_AFTER, "bigint", "integer"))
                .contains("Index Scan using changes_pk")
                .doesNotContain("Seq Scan", "Sort Key");
    }

    @Test
    void what_a_stream_missed_is_counted_and_read_by_number() throws SQLException {
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
    void what_is_too_old_is_found_by_its_instant() throws SQLException {
        assertThat(tables.keptPlan(ChangeLog.DELETE_OLD))
                .contains("changes_by_instant")
                .doesNotContain("Seq Scan");
    }
}
