package io.stockledger.query.reservations;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;

/** Reads the lines of orders. Thread-safe. */
public final class ReservationQueries {

    static final String SELECT_ORDER =
            """
            SELECT product_id, reserved, shipped, status, expires_at
            FROM reservations
            WHERE order_id = ?
            ORDER BY product_id
            """;

    private final JdbcClient jdbc;

    public ReservationQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The order's lines by product id; none where the order never reserved anything. */
    List<ReservationLine> order(String orderId) {
        return jdbc.sql(SELECT_ORDER)
                .param(orderId)
                .query((row, _) -> ReservationLine.of(row))
                .list();
    }
}
