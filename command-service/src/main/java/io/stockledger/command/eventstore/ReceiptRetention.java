package io.stockledger.command.eventstore;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the partitions of the receipts: makes those of the time to come and drops those whose keys
 * have been kept long enough. Thread-safe.
 */
public final class ReceiptRetention {

    private static final String MAINTAIN =
            """
            SELECT 1 FROM maintain_receipts(now(), make_interval(days => :keptDays))
            """;

    private final JdbcClient jdbc;
    private final int keptDays;

    /**
     * Maintains with that client, as the application role.
     *
     * @param keptDays for how many days a key is remembered at the least; for no more than twice as
     *     many
     */
    public ReceiptRetention(JdbcClient jdbc, int keptDays) {
        this.jdbc = jdbc;
        this.keptDays = keptDays;
    }

    /** One pass; to be called before the first append and then now and again. */
    public void maintainOnce() {
        jdbc.sql(MAINTAIN).param("keptDays", keptDays).query(Integer.class).single();
    }
}
