package io.stockledger.query.movements;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the movements of a product. Thread-safe. */
public final class MovementQueries {

    static final String SELECT_PAGE =
            """
            SELECT {columns},
            {hold}
            FROM movements m
            WHERE m.product_id = ? AND m.sequence_number > ?
            ORDER BY m.sequence_number
            LIMIT ?
            """
                    .replace("{columns}", Movement.COLUMNS)
                    .replace("{hold}", Hold.column("m.product_id"));

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
