package io.stockledger.query.movements;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;

/** Reads the movements of a product. Thread-safe. */
public final class MovementQueries {

    static final String SELECT_PAGE =
            """
            SELECT sequence_number, position, event_id, occurred_at, payload, correlation_id,
                   total_stock, reserved_stock, warehouses
            FROM movements
            WHERE product_id = ? AND sequence_number > ?
            ORDER BY sequence_number
            LIMIT ?
            """;

    private static final String SELECT_HEAD =
            """
            SELECT version FROM movement_heads WHERE product_id = ?
            """;

    private final JdbcClient jdbc;

    public MovementQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Up to {@code limit} movements after a sequence number, oldest first. */
    List<Movement> page(String productId, long after, int limit) {
        return jdbc.sql(SELECT_PAGE)
                .params(productId, after, limit)
                .query((row, _) -> Movement.of(row))
                .list();
    }

    /** Whether the view knows the product. */
    boolean isKnown(String productId) {
        return jdbc.sql(SELECT_HEAD).param(productId).query(Long.class).optional().isPresent();
    }
}
