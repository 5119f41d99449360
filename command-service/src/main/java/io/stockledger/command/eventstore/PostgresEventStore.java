package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.AppendResult.Conflicted;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import javax.sql.DataSource;

/** The event store on Postgres. The append itself is the SQL function of migration V2. */
public final class PostgresEventStore implements EventStore {

    private static final String APPEND =
            """
            SELECT first_position, conflict_stream, expected_version, actual_version
            FROM append_events(?, ?, ?, ?, ?, ?, ?, ?::timestamptz[], ?, ?)
            """;

    private static final String LOCK_HEAD = "SELECT position FROM log_head FOR UPDATE";

    private static final String EVENT_AT =
            """
            SELECT position, event_id
            FROM events
            WHERE aggregate_id = ? AND sequence_number = ?
            """;

    static final String LOAD_SINCE =
            """
            SELECT e.event_id, e.aggregate_id, e.aggregate_type, e.sequence_number, e.position,
                   e.occurred_at, e.payload, e.metadata
            FROM unnest(?::text[], ?::bigint[]) AS asked (stream, since_version)
            CROSS JOIN LATERAL (
                SELECT event_id, aggregate_id, aggregate_type, sequence_number, position,
                       occurred_at, payload, metadata
                FROM events
                WHERE aggregate_id = asked.stream COLLATE "C"
                  AND sequence_number > asked.since_version
                ORDER BY sequence_number
                LIMIT ?) AS e
            """;

    private final DataSource dataSource;

    /**
     * A store on that database, as the application role.
     *
     * @param dataSource hands out connections in auto-commit mode
     */
    public PostgresEventStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        try (Connection connection = connect()) {
            return append(connection, batch);
        } catch (SQLException e) {
            throw appendFailure(batch, e);
        }
    }

    @Override
    public Appended appendExclusively(
            Map<String, Long> sinceVersions, Function<List<EventEnvelope>, AppendBatch> decide) {
        AppendBatch batch = null;
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                lockHead(connection);
                batch = decide.apply(loadSince(connection, sinceVersions, Integer.MAX_VALUE));
                AppendResult result = append(connection, batch);
                if (!(result instanceof Appended appended)) {
                    throw new IllegalStateException(
                            "a version changed although the log's head is locked: " + result);
                }
                connection.commit();
                return appended;
            } catch (RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                restoreAutoCommit(connection);
            }
        } catch (SQLException e) {
            throw batch == null ? failure("an exclusive append", e) : appendFailure(batch, e);
        }
    }

    @Override
    public Optional<Appended> outcomeOf(AppendBatch batch) {
        NewEvent first = batch.events().getFirst();
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(EVENT_AT)) {
                lockHead(connection);
                statement.setString(1, first.streamId());
                statement.setLong(2, first.sequenceNumber());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() && first.eventId().equals(row.getObject(2, UUID.class))
                            ? Optional.of(new Appended(row.getLong(1)))
                            : Optional.empty();
                }
            } finally {
                connection.rollback();
                restoreAutoCommit(connection);
            }
        } catch (SQLException e) {
            throw failure("finding out about an append", e);
        }
    }

    @Override
    public List<EventEnvelope> loadSince(Map<String, Long> sinceVersions, int eventsPerStreamMax) {
        try (Connection connection = connect()) {
            return loadSince(connection, sinceVersions, eventsPerStreamMax);
        } catch (SQLException e) {
            throw failure("loading events", e);
        }
    }

    private static AppendResult append(Connection connection, AppendBatch batch)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            bind(connection, statement, batch);
            try (ResultSet rows = statement.executeQuery()) {
                var conflicts = new ArrayList<VersionConflict>();
                long firstPosition = 0;
                while (rows.next()) {
                    String stream = rows.getString(2);
                    if (stream == null) {
                        firstPosition = rows.getLong(1);
                    } else {
                        conflicts.add(
                                new VersionConflict(stream, rows.getLong(3), rows.getLong(4)));
                    }
                }
                return conflicts.isEmpty()
                        ? new Appended(firstPosition)
                        : new Conflicted(conflicts);
            }
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, AppendBatch batch)
            throws SQLException {
        Map<String, Long> expected = batch.expectedVersions();
        List<NewEvent> events = batch.events();
        int count = events.size();
        var ids = new UUID[count];
        var streams = new String[count];
        var sequenceNumbers = new Long[count];
        var types = new String[count];
        var versions = new Integer[count];
        var occurredAt = new String[count];
        var payloads = new String[count];
        var metadata = new String[count];
        for (int i = 0; i < count; i++) {
            NewEvent event = events.get(i);
            EventType type = EventType.of(event.payload());
            ids[i] = event.eventId();
            streams[i] = event.streamId();
            sequenceNumbers[i] = event.sequenceNumber();
            types[i] = type.wireName();
            versions[i] = type.wireVersion();
            occurredAt[i] = event.occurredAt().toString();
            payloads[i] = EventJson.writePayload(event.payload());
            metadata[i] = EventJson.writeMetadata(event.metadata());
        }
        statement.setArray(
                1, connection.createArrayOf("text", expected.keySet().toArray(String[]::new)));
        statement.setArray(
                2, connection.createArrayOf("bigint", expected.values().toArray(Long[]::new)));
        statement.setArray(3, connection.createArrayOf("uuid", ids));
        statement.setArray(4, connection.createArrayOf("text", streams));
        statement.setArray(5, connection.createArrayOf("bigint", sequenceNumbers));
        statement.setArray(6, connection.createArrayOf("text", types));
        statement.setArray(7, connection.createArrayOf("integer", versions));
        statement.setArray(8, connection.createArrayOf("text", occurredAt));
        statement.setArray(9, connection.createArrayOf("text", payloads));
        statement.setArray(10, connection.createArrayOf("text", metadata));
    }

    private static List<EventEnvelope> loadSince(
            Connection connection, Map<String, Long> sinceVersions, int eventsPerStreamMax)
            throws SQLException {
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
            try (ResultSet rows = statement.executeQuery()) {
                var events = new ArrayList<EventEnvelope>();
                while (rows.next()) {
                    events.add(envelope(rows));
                }
                return events;
            }
        }
    }

    private static EventEnvelope envelope(ResultSet row) throws SQLException {
        return new EventEnvelope(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                EventJson.readPayload(row.getString(7)),
                EventJson.readMetadata(row.getString(8)));
    }

    private static void lockHead(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_HEAD);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("log_head has no row: the migrations did not run");
            }
        }
    }

    private static void restoreAutoCommit(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
        }
    }

    /** A connection, or a failure that is sure to have written nothing. */
    private Connection connect() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw failure("connecting", e);
        }
    }

    private static EventStoreException appendFailure(AppendBatch batch, SQLException e) {
        return SqlStates.isConnectionLost(e)
                ? new AppendOutcomeUnknownException(batch, e)
                : failure("appending " + batch.events().size() + " events", e);
    }

    private static EventStoreException failure(String attempt, SQLException e) {
        return new EventStoreException("the event store failed at " + attempt, e);
    }
}
