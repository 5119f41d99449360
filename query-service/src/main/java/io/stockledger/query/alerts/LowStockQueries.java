package io.stockledger.query.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads the open alerts of one threshold. Thread-safe. */
public final class LowStockQueries {

    static final String SELECT_OPEN =
            """
            SELECT l.product_id, l.available_stock, l.low_since, l.low_position, l.reorder_point,
            {hold},
            {holdOfAll}
            FROM low_stock l
            WHERE l.low_position < ?
            ORDER BY l.low_position DESC
            LIMIT ?
            """
                    .replace("{holdOfAll}", Hold.columnOfAll())
                    .replace("{hold}", Hold.column("l.product_id"));

    private final JdbcClient jdbc;
    private final long below;

    /**
     * @param below the threshold of the projection whose rows are read
     */
    public LowStockQueries(JdbcClient jdbc, long below) {
        this.jdbc = jdbc;
        this.below = below;
    }

    /**
     * The threshold of products without a reorder point: an alert is open while less than this is
     * available.
     */
    long below() {
        return below;
    }

    /**
     * Up to {@code limit} open alerts that were opened before a log position, newest first. If any
     * product is held, they have a hold, since its alert may be missing.
     */
    HeldRows<Alert> openBefore(long position, int limit) {
        HeldRows<Alert> alerts =
                jdbc.sql(SELECT_OPEN)
                        .params(position, limit)
                        .query(HeldRows.reader(Hold.COLUMN_OF_ALL, this::alert));
        return alerts.rows().isEmpty() ? HeldRows.noRows(jdbc) : alerts;
    }

    private Alert alert(ResultSet row) throws SQLException {
        Long reorderPoint = row.getObject(5, Long.class);
        return new Alert(
                row.getString(1),
                row.getLong(2),
                reorderPoint == null ? below : reorderPoint,
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getLong(4),
                Hold.read(row, Hold.COLUMN) == null ? null : Boolean.TRUE);
    }

    /**
     * An open alert as answers show it.
     *
     * @param available the available stock after the last event; a lapsed reservation counts as
     *     reserved until its {@code ReservationExpired}
     * @param below the reorder point of the product, or the setting if it has none
     * @param since the time of the event that brought the product below the threshold
     * @param position the log position of that event
     * @param held true if the product is held, otherwise null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Alert(
            String productId,
            long available,
            long below,
            Instant since,
            long position,
            @Nullable Boolean held) {}
}
