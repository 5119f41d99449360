package io.stockledger.system.faults.cluster;

import io.stockledger.system.faults.history.EventLog;
import io.stockledger.system.faults.history.EventLog.LogEvent;
import io.stockledger.system.faults.history.EventLog.Receipt;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Reads the event log from the database itself. */
public final class EventLogReader {

    private static final String EVENTS =
            """
            SELECT position, event_id, aggregate_id, sequence_number, event_type, occurred_at,
                   payload, metadata
            FROM events
            WHERE position > ?
            ORDER BY position
            """;

    private static final String RECEIPTS =
            """
            SELECT idempotency_key, first_position, event_count
            FROM receipts
            WHERE first_position > ?
            """;

    private static final String HEAD = "SELECT position FROM log_head";

    private EventLogReader() {}

    /** Returns the position of the last event. */
    public static long head(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HEAD);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Returns the events and receipts after a position, as of one instant. */
    public static EventLog after(Connection connection, long position) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        EventLog log =
                new EventLog(
                        position,
                        head(connection),
                        events(connection, position),
                        receipts(connection, position));
        connection.commit();
        return log;
    }

    private static List<LogEvent> events(Connection connection, long after) throws SQLException {
        var events = new ArrayList<LogEvent>();
        try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
            statement.setLong(1, after);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    JsonNode metadata = JsonMapper.shared().readTree(row.getString("metadata"));
                    events.add(
                            new LogEvent(
                                    row.getLong("position"),
                                    row.getString("event_id"),
                                    row.getString("aggregate_id"),
                                    row.getLong("sequence_number"),
                                    row.getString("event_type"),
                                    row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                                    JsonMapper.shared().readTree(row.getString("payload")),
                                    metadata.required("commandId").stringValue(),
                                    metadata.has("correlationId")
                                            ? metadata.get("correlationId").stringValue()
                                            : null));
                }
            }
        }
        return events;
    }

    private static List<Receipt> receipts(Connection connection, long after) throws SQLException {
        var receipts = new ArrayList<Receipt>();
        try (PreparedStatement statement = connection.prepareStatement(RECEIPTS)) {
            statement.setLong(1, after);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    receipts.add(new Receipt(row.getString(1), row.getLong(2), row.getInt(3)));
                }
            }
        }
        return receipts;
    }
}
