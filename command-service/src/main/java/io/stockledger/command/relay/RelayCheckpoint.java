package io.stockledger.command.relay;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The position of the last published event, kept in the database. Thread-safe. */
final class RelayCheckpoint {

    private static final String PUBLISHED = "SELECT published FROM relay_checkpoint";

    private static final String ADVANCE =
            """
            UPDATE relay_checkpoint
            SET published = :to, updated_at = now()
            WHERE published = :from
            """;

    private final JdbcClient jdbc;

    RelayCheckpoint(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The position of the last published event, 0 if none is published. */
    long published() {
        return jdbc.sql(PUBLISHED).query(Long.class).single();
    }

    /**
     * Moves the checkpoint, unless it is no longer at {@code from}: a position that an operator or
     * another instance has set in the meantime is kept.
     */
    void advance(long from, long to) {
        jdbc.sql(ADVANCE).param("from", from).param("to", to).update();
    }
}
