package io.stockledger.query.reservations;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Reads the reservation lines of orders. Thread-safe. */
public final class ReservationQueries {

    static final String SELECT_ORDER =
            """
            SELECT product_id, reserved, shipped, status, expires_at
            FROM reservations
            WHERE order_id = ?
            ORDER BY product_id
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    public ReservationQueries(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The lines of the order at this instant, by product id; empty if the order never reserved
     * anything.
     */
    List<ReservationLine> order(String orderId) {
        Instant now = clock.instant();
        return jdbc.sql(SELECT_ORDER)
                .param(orderId)
                .query((row, _) -> ReservationLine.of(row).at(now))
                .list();
    }
}
