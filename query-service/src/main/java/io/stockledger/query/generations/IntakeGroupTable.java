package io.stockledger.query.generations;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code intake_groups}: one consumer group for each set of versions of the read models.
 * Thread-safe.
 */
final class IntakeGroupTable {

    private static final String INSERT =
            """
            INSERT INTO intake_groups (projection_versions, number)
            SELECT ?, coalesce(max(number), 0) + 1 FROM intake_groups
            ON CONFLICT (projection_versions) DO NOTHING
            """;

    private static final String SELECT =
            """
            SELECT number FROM intake_groups WHERE projection_versions = ?
            """;

    private final JdbcClient jdbc;

    IntakeGroupTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The number of the group of these versions, from 1; the next free one if they have none. */
    int number(String projectionVersions) {
        jdbc.sql(INSERT).param(projectionVersions).update();
        return jdbc.sql(SELECT).param(projectionVersions).query(Integer.class).single();
    }
}
