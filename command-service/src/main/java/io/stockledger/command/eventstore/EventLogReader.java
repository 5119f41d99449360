package io.stockledger.command.eventstore;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads the rows of the event log: by position for the relay, by stream for the audit trail.
 * Thread-safe.
 */
public final class EventLogReader {

    static final String AFTER_POSITION =
            """
            SELECT event_id, aggregate_id, aggregate_type, sequence_number, position, occurred_at,
                   event_type, event_version, payload, metadata
            FROM events
            WHERE position > :position
            ORDER BY position
            LIMIT :max
            """;

    static final String OF_STREAM =
            """
            SELECT event_id, aggregate_id, aggregate_type, sequence_number, position, occurred_at,
                   event_type, event_version, payload, metadata
            FROM events
            WHERE aggregate_id = :stream COLLATE "C" AND sequence_number > :after
            ORDER BY sequence_number
            LIMIT :max
            """;

    static final String PRODUCTS_OF_ORDER =
            """
            SELECT aggregate_id
            FROM events
            WHERE event_type = 'StockReserved'
              AND (payload ->> 'orderId') COLLATE "C" = :order COLLATE "C"
            GROUP BY aggregate_id
            ORDER BY min(position)
            """;

    private final JdbcClient jdbc;

    /** Reads with a client that has the application role. */
    public EventLogReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** At most {@code max} events after a position, in log order. */
    public List<StoredEvent> afterPosition(long position, int max) {
        return jdbc.sql(AFTER_POSITION)
                .param("position", position)
                .param("max", max)
                .query((row, _) -> storedEvent(row))
                .list();
    }

    /** At most {@code max} events of a stream after a sequence number, in sequence. */
    public List<StoredEvent> ofStream(String streamId, long afterSequenceNumber, int max) {
        return jdbc.sql(OF_STREAM)
                .param("stream", streamId)
                .param("after", afterSequenceNumber)
                .param("max", max)
                .query((row, _) -> storedEvent(row))
                .list();
    }

    /** The products that an order has ever reserved, in the order of their first reservation. */
    public Set<String> productsOfOrder(String orderId) {
        return new LinkedHashSet<>(
                jdbc.sql(PRODUCTS_OF_ORDER).param("order", orderId).query(String.class).list());
    }

    private static StoredEvent storedEvent(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getString(7),
                row.getInt(8),
                row.getString(9),
                row.getString(10));
    }
}
