package io.stockledger.command.eventstore;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.UnreadableEventException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Reads events and receipts on the connection of the caller. */
final class EventRows {

    static final String LOAD_SINCE =
            """
            SELECT e.event_id, e.aggregate_id, e.aggregate_type, e.sequence_number, e.position,
                   e.occurred_at, e.event_version, e.payload, e.metadata
            FROM unnest(?::text[], ?::bigint[]) AS requested (stream, since_version)
            CROSS JOIN LATERAL (
                SELECT event_id, aggregate_id, aggregate_type, sequence_number, position,
                       occurred_at, event_version, payload, metadata
                FROM events
                WHERE aggregate_id = requested.stream COLLATE "C"
                  AND sequence_number > requested.since_version
                ORDER BY sequence_number
                LIMIT ?) AS e
            """;

    static final String LOAD_RANGE =
            """
            SELECT event_id, aggregate_id, aggregate_type, sequence_number, position, occurred_at,
                   event_version, payload, metadata
            FROM events
            WHERE position BETWEEN ? AND ?
            ORDER BY position
            """;

    static final String LOAD_RECEIPTS =
            """
            SELECT r.idempotency_key, r.fingerprint, r.first_position, r.event_count
            FROM unnest(?::text[]) AS requested (key)
            CROSS JOIN LATERAL (
                SELECT idempotency_key, fingerprint, first_position, event_count
                FROM receipts
                WHERE idempotency_key = requested.key COLLATE "C"
                LIMIT 1) AS r
            """;

    /** A row of the receipts: the events of a key, by their positions. */
    private record ReceiptRow(UUID fingerprint, long firstPosition, int eventCount) {}

    private EventRows() {}

    static List<EventEnvelope> since(
            Connection connection, Map<String, Long> sinceVersions, int eventsPerStreamMax)
            throws SQLException {
        return since(connection, sinceVersions, eventsPerStreamMax, (_, e) -> rethrow(e));
    }

    /**
     * The events of the streams after these versions.
     *
     * @param unreadable receives the stream of each event that cannot be read, and the reason
     */
    static List<EventEnvelope> since(
            Connection connection,
            Map<String, Long> sinceVersions,
            int eventsPerStreamMax,
            BiConsumer<String, UnreadableEventException> unreadable)
            throws SQLException {
        if (sinceVersions.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(LOAD_SINCE)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", sinceVersions.keySet().toArray(String[]::new)));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", sinceVersions.values().toArray(Long[]::new)));
            statement.setInt(3, eventsPerStreamMax);
            return events(statement, unreadable);
        }
    }

    private static void rethrow(UnreadableEventException e) {
        throw e;
    }

    /**
     * The events from one position to another.
     *
     * @param unreadable receives the stream of each event that cannot be read, and the reason
     */
    static List<EventEnvelope> range(
            Connection connection,
            long first,
            long last,
            BiConsumer<String, UnreadableEventException> unreadable)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOAD_RANGE)) {
            statement.setLong(1, first);
            statement.setLong(2, last);
            return events(statement, unreadable);
        }
    }

    /** The receipts of those keys that have one, by key. */
    static Map<String, Receipt> receipts(Connection connection, Collection<String> keys)
            throws SQLException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        var receipts = new HashMap<String, Receipt>();
        for (Map.Entry<String, ReceiptRow> entry : receiptRows(connection, keys).entrySet()) {
            ReceiptRow row = entry.getValue();
            long last = row.firstPosition + row.eventCount - 1;
            var unreadable = new ArrayList<UnreadableEventException>();
            List<EventEnvelope> events =
                    range(connection, row.firstPosition, last, (_, e) -> unreadable.add(e));
            receipts.put(
                    entry.getKey(),
                    new Receipt(
                            entry.getKey(),
                            row.fingerprint,
                            events,
                            unreadable.isEmpty() ? null : unreadable.getFirst()));
        }
        return receipts;
    }

    private static Map<String, ReceiptRow> receiptRows(
            Connection connection, Collection<String> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOAD_RECEIPTS)) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray(String[]::new)));
            try (ResultSet rows = statement.executeQuery()) {
                var receipts = new LinkedHashMap<String, ReceiptRow>();
                while (rows.next()) {
                    receipts.put(
                            rows.getString(1),
                            new ReceiptRow(
                                    rows.getObject(2, UUID.class),
                                    rows.getLong(3),
                                    rows.getInt(4)));
                }
                return receipts;
            }
        }
    }

    private static List<EventEnvelope> events(
            PreparedStatement statement, BiConsumer<String, UnreadableEventException> unreadable)
            throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            var events = new ArrayList<EventEnvelope>();
            while (rows.next()) {
                try {
                    events.add(event(rows));
                } catch (UnreadableEventException e) {
                    unreadable.accept(rows.getString(2), e);
                }
            }
            return events;
        }
    }

    /**
     * The event of a row.
     *
     * @throws UnreadableEventException with the place of the event in the log, if its payload or
     *     its metadata contains a value that no version could have written
     */
    private static EventEnvelope event(ResultSet row) throws SQLException {
        String stream = row.getString(2);
        long sequenceNumber = row.getLong(4);
        long position = row.getLong(5);
        try {
            return new EventEnvelope(
                    row.getObject(1, UUID.class),
                    stream,
                    row.getString(3),
                    sequenceNumber,
                    position,
                    row.getObject(6, OffsetDateTime.class).toInstant(),
                    EventJson.readPayload(row.getString(8), row.getInt(7)),
                    EventJson.readMetadata(row.getString(9)));
        } catch (UnreadableEventException e) {
            throw new UnreadableEventException(
                    "event "
                            + sequenceNumber
                            + " of product '"
                            + stream
                            + "' at position "
                            + position
                            + " of the event log cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }
}
