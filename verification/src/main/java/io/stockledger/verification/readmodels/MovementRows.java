package io.stockledger.verification.readmodels;

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
            SELECT product_id, sequence_number, position, event_id, occurred_at, payload,
                   total_stock, reserved_stock, warehouses
            FROM {movements}.movements
            WHERE product_id >= ? COLLATE "C" AND product_id <= ? COLLATE "C"
            ORDER BY product_id, sequence_number
            """;

    /**
     * A row.
     *
     * @param warehouses the text of the {@code jsonb} value
     */
    record MovementRow(
            String productId,
            long sequenceNumber,
            long position,
            UUID eventId,
            Instant occurredAt,
            String payload,
            long total,
            long reserved,
            String warehouses) {}

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
        PreparedStatement select = connection.prepareStatement(serving.qualified(MOVEMENTS));
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
        next =
                rows.next()
                        ? new MovementRow(
                                rows.getString(1),
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getObject(4, UUID.class),
                                rows.getObject(5, OffsetDateTime.class).toInstant(),
                                rows.getString(6),
                                rows.getLong(7),
                                rows.getLong(8),
                                rows.getString(9))
                        : null;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        statement.close();
    }
}
