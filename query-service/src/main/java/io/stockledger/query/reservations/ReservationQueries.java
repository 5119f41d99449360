package io.stockledger.query.reservations;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Reads the reservation lines of orders and of products. Thread-safe. */
public final class ReservationQueries {

    private static final String COLUMNS =
            """
            r.order_id, r.product_id, r.reserved, r.shipped, r.returned, r.status, r.expires_at,
            r.warehouse_id, r.to_order_id, r.opened_position
            """
                    .strip();

    static final String SELECT_ORDER =
            """
            SELECT {columns},
            {hold},
            {holdOfAll}
            FROM reservations r
            WHERE r.order_id = ?
            ORDER BY r.product_id
            """
                    .replace("{columns}", COLUMNS)
                    .replace("{holdOfAll}", Hold.columnOfAll())
                    .replace("{hold}", Hold.column("r.product_id"));

    /** The condition on the status is that of the index. */
    static final String SELECT_HOLDERS =
            """
            SELECT {columns},
            {hold}
            FROM reservations r
            WHERE r.product_id = ? AND r.opened_position > ? AND r.status = 'open'
                AND (r.expires_at IS NULL OR r.expires_at > ?)
            ORDER BY r.opened_position
            LIMIT ?
            """
                    .replace("{columns}", COLUMNS)
                    .replace("{hold}", Hold.column("r.product_id"));

    private static final String SELECT_HEAD =
            """
            SELECT h.version,
            {hold}
            FROM reservation_heads h
            WHERE h.product_id = ?
            """
                    .replace("{hold}", Hold.column("h.product_id"));

    private final JdbcClient jdbc;
    private final Clock clock;

    public ReservationQueries(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The lines of the order at this instant, by product id; empty if the order never reserved
     * anything. If any product is held, the lines have a hold, since its line may be missing.
     */
    HeldRows<OrderLine> order(String orderId) {
        Instant now = clock.instant();
        HeldRows<OrderLine> lines =
                jdbc.sql(SELECT_ORDER)
                        .param(orderId)
                        .query(
                                HeldRows.reader(
                                        Hold.COLUMN_OF_ALL,
                                        row ->
                                                OrderLine.ofOrder(
                                                        ReservationLine.of(row).at(now),
                                                        Hold.read(row, Hold.COLUMN))));
        return lines.rows().isEmpty() ? HeldRows.noRows(jdbc) : lines;
    }

    /** An order that holds a product, with the position that its place in the list depends on. */
    record Holder(long openedPosition, OrderLine line) {}

    /**
     * Up to {@code limit} orders that hold the product at this instant, those that have held it for
     * the longest time first.
     *
     * @param after the position of the last order of the page before; 0 for the first page
     */
    HeldRows<Holder> holders(String productId, long after, int limit) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return jdbc.sql(SELECT_HOLDERS)
                .params(productId, after, now.atOffset(ZoneOffset.UTC), limit)
                .query(HeldRows.reader(Hold.COLUMN, ReservationQueries::holder));
    }

    private static Holder holder(ResultSet row) throws SQLException {
        return new Holder(
                row.getLong("opened_position"),
                OrderLine.ofProduct(
                        ReservationLine.of(row),
                        row.getString("order_id"),
                        Hold.read(row, Hold.COLUMN)));
    }

    /** The version of the product; no row if this view does not know the product. */
    HeldRows<Long> head(String productId) {
        HeldRows<Long> head =
                jdbc.sql(SELECT_HEAD)
                        .param(productId)
                        .query(HeldRows.reader(Hold.COLUMN, row -> row.getLong(1)));
        return head.rows().isEmpty() ? HeldRows.noRows(jdbc, productId) : head;
    }
}
