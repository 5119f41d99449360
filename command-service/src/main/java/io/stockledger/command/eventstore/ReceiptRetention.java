package io.stockledger.command.eventstore;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Maintains the partitions of the receipts: creates those for the coming days and drops those whose
 * keys have been kept long enough. Thread-safe.
 */
public final class ReceiptRetention {

    private static final String MAINTAIN =
            """
            SELECT 1 FROM maintain_receipts(now(), make_interval(days => :keptDays))
            """;

    private final JdbcClient jdbc;
    private final int keptDays;

    /**
     * Maintains the receipts with a client that has the application role.
     *
     * @param keptDays the minimum number of days that a key is kept; it is dropped after at most
     *     twice as many days, unless the clock of the database jumps
     */
    public ReceiptRetention(JdbcClient jdbc, int keptDays) {
        this.jdbc = jdbc;
        this.keptDays = keptDays;
    }

    /** One pass. Must run before the first append and regularly afterwards. */
    public void maintainOnce() {
        jdbc.sql(MAINTAIN).param("keptDays", keptDays).query(Integer.class).single();
    }
}
