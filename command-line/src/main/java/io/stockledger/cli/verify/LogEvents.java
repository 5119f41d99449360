package io.stockledger.cli.verify;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventType;
import io.stockledger.events.UnreadableEventException;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The events of a range of products, product after product, each in sequence. For one thread. */
final class LogEvents implements AutoCloseable {

    static final String COLUMNS =
            """
            event_id, aggregate_id, aggregate_type, sequence_number, position, occurred_at,
            event_type, event_version, payload, metadata
            """;

    private static final String PRODUCT_IDS =
            """
            WITH RECURSIVE ids AS (
                (SELECT aggregate_id FROM events WHERE aggregate_id > ? COLLATE "C"
                 ORDER BY aggregate_id LIMIT 1)
                UNION ALL
                SELECT (SELECT e.aggregate_id FROM events e WHERE e.aggregate_id > ids.aggregate_id
                        ORDER BY e.aggregate_id LIMIT 1)
                FROM ids
                WHERE ids.aggregate_id IS NOT NULL)
            SELECT aggregate_id FROM ids WHERE aggregate_id IS NOT NULL LIMIT ?
            """;

    private static final String OF_PRODUCTS =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM events
                    WHERE aggregate_id > ? COLLATE "C" AND aggregate_id <= ? COLLATE "C"
                    ORDER BY aggregate_id, sequence_number
                    """;

    private final PreparedStatement statement;
    private final ResultSet rows;

    private LogEvents(PreparedStatement statement, ResultSet rows) {
        this.statement = statement;
        this.rows = rows;
    }

    /** The next product ids of the log after one, in the order of their bytes. */
    static List<String> productIds(Connection connection, String after, int max)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PRODUCT_IDS)) {
            select.setString(1, after);
            select.setInt(2, max);
            var ids = new ArrayList<String>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        }
    }

    /** Opens the events of the products after one id up to another. */
    static LogEvents open(Connection connection, String after, String last) throws SQLException {
        PreparedStatement select = connection.prepareStatement(OF_PRODUCTS);
        select.setString(1, after);
        select.setString(2, last);
        return new LogEvents(select, select.executeQuery());
    }

    /** The next row, or null after the last one. */
    @Nullable Row next() throws SQLException {
        return rows.next() ? Row.of(rows) : null;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        statement.close();
    }

    /** A row of {@code events}. */
    record Row(
            UUID eventId,
            String productId,
            String aggregateType,
            long sequenceNumber,
            long position,
            OffsetDateTime occurredAt,
            String eventType,
            int eventVersion,
            String payload,
            String metadata) {

        /** The row, whose columns are {@link #COLUMNS}. */
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getObject(6, OffsetDateTime.class),
                    row.getString(7),
                    row.getInt(8),
                    row.getString(9),
                    row.getString(10));
        }

        /**
         * The event.
         *
         * @throws UnreadableEventException if the payload or the metadata cannot be read, or the
         *     column {@code event_type} differs from the payload
         */
        EventEnvelope event() {
            var payload = EventJson.readPayload(this.payload, eventVersion);
            var written = EventType.of(payload).wireName();
            if (!written.equals(eventType)) {
                throw new UnreadableEventException(
                        "the payload is a " + written + ", and the column says " + eventType);
            }
            return new EventEnvelope(
                    eventId,
                    productId,
                    aggregateType,
                    sequenceNumber,
                    position,
                    occurredAt.toInstant(),
                    payload,
                    EventJson.readMetadata(metadata));
        }
    }
}
