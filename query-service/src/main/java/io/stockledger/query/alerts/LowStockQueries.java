package io.stockledger.query.alerts;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Reads the open alerts. Thread-safe. */
public final class LowStockQueries {

    static final String SELECT_OPEN =
            """
            SELECT product_id, available_stock, low_since, low_position
            FROM low_stock
            WHERE low_position < ?
            ORDER BY low_position DESC
            LIMIT ?
            """;

    private final JdbcClient jdbc;

    public LowStockQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Up to {@code limit} open alerts that were opened before the position, the newest first. */
    List<Alert> openBefore(long position, int limit) {
        return jdbc.sql(SELECT_OPEN)
                .params(position, limit)
                .query(
                        (row, _) ->
                                new Alert(
                                        row.getString(1),
                                        row.getLong(2),
                                        row.getObject(3, OffsetDateTime.class).toInstant(),
                                        row.getLong(4)))
                .list();
    }

    /**
     * An open alert as it is shown.
     *
     * @param available what is available now, as the log has it
     * @param since when the event occurred that brought it below the threshold
     * @param position that event's place in the log
     */
    record Alert(String productId, long available, Instant since, long position) {}
}
