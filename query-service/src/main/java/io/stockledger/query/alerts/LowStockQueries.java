package io.stockledger.query.alerts;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Reads the open alerts of one threshold. Thread-safe. */
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
    private final long below;

    /**
     * @param below the threshold of the projection whose rows are read
     */
    public LowStockQueries(JdbcClient jdbc, long below) {
        this.jdbc = jdbc;
        this.below = below;
    }

    /** The threshold: an alert is open while less than this is available. */
    long below() {
        return below;
    }

    /** Up to {@code limit} open alerts that were opened before a log position, newest first. */
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
     * An open alert as answers show it.
     *
     * @param available the available stock after the last event; a lapsed reservation counts as
     *     reserved until its {@code ReservationExpired}
     * @param since the time of the event that brought the product below the threshold
     * @param position the log position of that event
     */
    record Alert(String productId, long available, Instant since, long position) {}
}
