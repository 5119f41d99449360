package io.stockledger.query.reservations;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Clock;
import java.time.Instant;

/** Reads the reservation lines of orders. Thread-safe. */
public final class ReservationQueries {

    static final String SELECT_ORDER =
            """
            SELECT r.product_id, r.reserved, r.shipped, r.status, r.expires_at,
            {hold},
            {holdOfAll}
            FROM reservations r
            WHERE r.order_id = ?
            ORDER BY r.product_id
            """
                    .replace("{holdOfAll}", Hold.columnOfAll())
                    .replace("{hold}", Hold.column("r.product_id"));

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
                                                OrderLine.of(
                                                        ReservationLine.of(row).at(now),
                                                        Hold.read(row, Hold.COLUMN))));
        return lines.rows().isEmpty() ? HeldRows.noRows(jdbc) : lines;
    }
}
