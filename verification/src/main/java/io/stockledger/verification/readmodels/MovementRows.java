package io.stockledger.verification.readmodels;

import io.stockledger.verification.ModelPolicy;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The rows of {@code movements} of a range of products, in the order of products and sequence
 * numbers. They are read while the range is verified. For one thread.
 */
final class MovementRows implements AutoCloseable {

    private static final String MOVEMENTS =
            """
            SELECT product_id, sequence_number, position, event_id, occurred_at, stood_from, payload,
                   type, order_id, to_order_id, warehouse_id, to_warehouse_id,
                   total_stock, blocked_stock, reserved_stock, available_stock,
                   warehouses, blocked_by_warehouse, reserved_by_warehouse,
                   coalesce(safety_stock, 0), coalesce(backorder_limit, 0), reorder_point, archived,
                   coalesce(details_number, 1)
            FROM {movements}.movements
            """;

    /** A row. */
    record MovementRow(
            String productId,
            long sequenceNumber,
            long position,
            UUID eventId,
            Instant occurredAt,
            Instant stoodFrom,
            String payload,
            MovementNames names,
            long total,
            long blocked,
            long available,
            StockColumns stock,
            long detailsNumber) {

        private static MovementRow of(ResultSet row) throws SQLException {
            return new MovementRow(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getObject(4, UUID.class),
                    row.getObject(5, OffsetDateTime.class).toInstant(),
                    row.getObject(6, OffsetDateTime.class).toInstant(),
                    row.getString(7),
                    new MovementNames(
                            row.getString(8),
                            row.getString(9),
                            row.getString(10),
                            row.getString(11),
                            row.getString(12)),
                    row.getLong(13),
                    row.getLong(14),
                    row.getLong(16),
                    new StockColumns(
                            row.getLong(15),
                            StockColumns.byWarehouse(
                                    row.getString(17), row.getString(18), row.getString(19)),
                            new ModelPolicy(
                                    row.getLong(20),
                                    row.getLong(21),
                                    row.getObject(22, Long.class)),
                            row.getBoolean(23)),
                    row.getLong(24));
        }
    }

    private final PreparedStatement statement;
    private final ResultSet rows;
    private @Nullable MovementRow next;

    private MovementRows(PreparedStatement statement, ResultSet rows) {
        this.statement = statement;
        this.rows = rows;
    }

    /** Opens the rows of the products from one id to another, both included. */
    static MovementRows open(
            Connection connection, ServingGenerations serving, String first, String last)
            throws SQLException {
        PreparedStatement select =
                connection.prepareStatement(
                        serving.inRange(MOVEMENTS) + " ORDER BY product_id, sequence_number");
        select.setString(1, first);
        select.setString(2, last);
        var movements = new MovementRows(select, select.executeQuery());
        movements.advance();
        return movements;
    }

    /** The next row that has not been passed, or null after the last one. */
    @Nullable MovementRow next() {
        return next;
    }

    void advance() throws SQLException {
        next = rows.next() ? MovementRow.of(rows) : null;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        statement.close();
    }
}
