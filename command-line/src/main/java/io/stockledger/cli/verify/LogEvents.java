package io.stockledger.cli.verify;

import io.stockledger.cli.sources.Database;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.events.EventType;
import io.stockledger.events.UnreadableEventException;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The events of a range of products, product after product, each in sequence. For one thread. */
final class LogEvents implements AutoCloseable {

    static final String COLUMNS =
            """
            event_id, aggregate_id, aggregate_type, sequence_number, position, occurred_at,
            event_type, event_version, payload, metadata
            """;

    private static final String HEAD = "SELECT position FROM log_head";

    private static final int PRODUCTS_PER_FETCH = 100;

    private static final String PRODUCTS =
            """
            WITH RECURSIVE ids AS (
                (SELECT aggregate_id FROM events WHERE aggregate_id > ? COLLATE "C"
                 ORDER BY aggregate_id LIMIT 1)
                UNION ALL
                SELECT (SELECT e.aggregate_id FROM events e WHERE e.aggregate_id > ids.aggregate_id
                        ORDER BY e.aggregate_id LIMIT 1)
                FROM ids
                WHERE ids.aggregate_id IS NOT NULL)
            SELECT aggregate_id,
                   (SELECT e.sequence_number FROM events e WHERE e.aggregate_id = ids.aggregate_id
                    ORDER BY e.sequence_number DESC LIMIT 1)
            FROM ids WHERE aggregate_id IS NOT NULL LIMIT ?
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

    /** The position of the last event; 0 if there is none. */
    static long head(Database events) throws SQLException {
        try (Connection connection = events.openToRead();
                PreparedStatement select = connection.prepareStatement(HEAD);
                ResultSet row = select.executeQuery()) {
            long head = row.next() ? row.getLong(1) : 0;
            connection.commit();
            return head;
        }
    }

    /**
     * The next products of the log.
     *
     * @param last the id of the last of them; empty if there is none
     * @param isEnd whether no product follows
     */
    record Range(String last, boolean isEnd) {}

    /**
     * The range of products after one id, in the order of their bytes. It ends at the product with
     * which it has the maximum number of products, or of events.
     */
    static Range rangeAfter(Connection connection, String after, int productsMax, long eventsMax)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PRODUCTS)) {
            select.setFetchSize(PRODUCTS_PER_FETCH);
            select.setString(1, after);
            select.setInt(2, productsMax);
            String last = "";
            int products = 0;
            long events = 0;
            try (ResultSet row = select.executeQuery()) {
                while (events < eventsMax && row.next()) {
                    last = row.getString(1);
                    products++;
                    events += row.getLong(2);
                }
            }
            return new Range(last, products < productsMax && events < eventsMax);
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

        /** The JSON of the payload if it is of the present version of its type; otherwise empty. */
        String presentPayload(EventEnvelope event) {
            return EventType.of(event.payload()).wireVersion() == eventVersion ? payload : "";
        }

        /** The type and version as the record of the event names them. */
        String cloudEventsType() {
            return EventTopic.cloudEventsType(eventType, eventVersion);
        }

        /** The value of the record with which the relay publishes the event. */
        String envelopeJson(EventJson.Writer writer) {
            return writer.envelope(
                    eventId,
                    productId,
                    aggregateType,
                    sequenceNumber,
                    position,
                    occurredAt.toInstant(),
                    payload,
                    metadata);
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
