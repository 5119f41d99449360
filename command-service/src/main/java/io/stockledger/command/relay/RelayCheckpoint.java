package io.stockledger.command.relay;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Up to which position the log has been published. Thread-safe. */
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

    long published() {
        return jdbc.sql(PUBLISHED).query(Long.class).single();
    }

    /**
     * Moves on from where the relay believed to be; an operator who set it elsewhere meanwhile has
     * the last word.
     */
    void advance(long from, long to) {
        jdbc.sql(ADVANCE).param("from", from).param("to", to).update();
    }
}
