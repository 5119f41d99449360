package io.stockledger.query.movements;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the movements of a product. Thread-safe. */
public final class MovementQueries {

    static final String SELECT_PAGE =
            """
            SELECT sequence_number, position, event_id, occurred_at, payload, correlation_id,
                   total_stock, reserved_stock, warehouses,
            {hold}
            FROM movements
            WHERE product_id = ? AND sequence_number > ?
            ORDER BY sequence_number
            LIMIT ?
            """
                    .replace("{hold}", Hold.column("movements.product_id"));

    private static final String SELECT_HEAD =
            """
            SELECT version,
            {hold}
            FROM movement_heads
            WHERE product_id = ?
            """
                    .replace("{hold}", Hold.column("movement_heads.product_id"));

    private final JdbcClient jdbc;

    public MovementQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Up to {@code limit} movements after a sequence number, oldest first. */
    HeldRows<Movement> page(String productId, long after, int limit) {
        return jdbc.sql(SELECT_PAGE)
                .params(productId, after, limit)
                .query(HeldRows.reader(Hold.COLUMN, Movement::of));
    }

    /** The version of the product; no row if the view does not know the product. */
    HeldRows<Long> head(String productId) {
        HeldRows<Long> head =
                jdbc.sql(SELECT_HEAD)
                        .param(productId)
                        .query(HeldRows.reader(Hold.COLUMN, row -> row.getLong(1)));
        return head.rows().isEmpty() ? HeldRows.noRows(jdbc, productId) : head;
    }
}
