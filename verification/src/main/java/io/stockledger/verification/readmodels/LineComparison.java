package io.stockledger.verification.readmodels;

import io.stockledger.verification.Differences;
import io.stockledger.verification.ModelLine;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares rows of {@code reservations} with the lines of the models. Many lines are read by one
 * query, also those of different products. For one thread.
 */
final class LineComparison {

    private static final int LINES_PER_QUERY = 2_000;

    private static final String LINES =
            """
            SELECT asked.number, r.reserved, r.shipped, r.returned, r.status, r.expires_at,
                   r.warehouse_id, r.opened_position, r.to_order_id
            FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS asked (order_id, product_id, number)
            JOIN {reservations}.reservations r
                ON r.order_id = asked.order_id COLLATE "C"
                AND r.product_id = asked.product_id COLLATE "C"
            """;

    private record Expected(
            String productId,
            long version,
            String orderId,
            ModelLine line,
            Differences differences) {}

    private final Connection connection;
    private final String lines;
    private final List<Expected> expected = new ArrayList<>();

    LineComparison(Connection connection, ServingGenerations serving) {
        this.connection = connection;
        this.lines = serving.qualified(LINES);
    }

    /** Adds a line that the events give at a version of its product. */
    void add(
            String productId, long version, String orderId, ModelLine line, Differences differences)
            throws SQLException {
        expected.add(new Expected(productId, version, orderId, line, differences));
        if (expected.size() == LINES_PER_QUERY) {
            compareAll();
        }
    }

    /** Compares the lines that have been added and not compared yet. */
    void compareAll() throws SQLException {
        @Nullable ModelLine[] rows = read();
        for (int i = 0; i < rows.length; i++) {
            compare(expected.get(i), rows[i]);
        }
        expected.clear();
    }

    /** The rows in the order of the expected lines; null for those that are missing. */
    private @Nullable ModelLine[] read() throws SQLException {
        var rows = new @Nullable ModelLine[expected.size()];
        try (PreparedStatement select = connection.prepareStatement(lines)) {
            select.setArray(1, texts(expected.stream().map(Expected::orderId).toArray()));
            select.setArray(2, texts(expected.stream().map(Expected::productId).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows[row.getInt(1) - 1] = line(row);
                }
            }
        }
        return rows;
    }

    private static ModelLine line(ResultSet row) throws SQLException {
        OffsetDateTime end = row.getObject("expires_at", OffsetDateTime.class);
        return new ModelLine(
                row.getLong("reserved"),
                row.getLong("shipped"),
                row.getLong("returned"),
                row.getString("status"),
                end == null ? null : end.toInstant(),
                row.getString("warehouse_id"),
                row.getLong("opened_position"),
                row.getString("to_order_id"));
    }

    private Array texts(Object[] values) throws SQLException {
        return connection.createArrayOf("text", values);
    }

    private static void compare(Expected expected, @Nullable ModelLine row) {
        if (!expected.line.equals(row)) {
            expected.differences.add(
                    "reservations",
                    "'%s' at version %d: the line of order '%s' is %s; the events give %s"
                            .formatted(
                                    expected.productId,
                                    expected.version,
                                    expected.orderId,
                                    row == null ? "missing" : text(row),
                                    text(expected.line)));
        }
    }

    private static String text(ModelLine line) {
        return "%d reserved, %d shipped, %d returned, %s, until %s, in %s, since position %d, to %s"
                .formatted(
                        line.reserved(),
                        line.shipped(),
                        line.returned(),
                        line.end(),
                        line.expiresAt(),
                        line.warehouseId(),
                        line.openedPosition(),
                        line.toOrderId());
    }
}
