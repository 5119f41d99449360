package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Conflict;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.events.EventEnvelope;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import javax.sql.DataSource;

/** The event store on Postgres. The append is the SQL function {@code append_events}. */
public final class PostgresEventStore implements EventStore {

    private static final String LOCK_HEAD = "SELECT lock_log_head()";

    private static final String EVENT_AT =
            """
            SELECT position, event_id
            FROM events
            WHERE aggregate_id = ? AND sequence_number = ?
            """;

    private final DataSource dataSource;

    /**
     * A store on a database, with the application role.
     *
     * @param dataSource provides connections in auto-commit mode
     */
    public PostgresEventStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        try (Connection connection = connect()) {
            return AppendCall.run(connection, batch);
        } catch (SQLException e) {
            throw appendFailure(batch, e);
        }
    }

    @Override
    public Success appendExclusively(
            long knownPosition, Function<NewerEvents, AppendBatch> decide) {
        AppendBatch batch = null;
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                long head = lockHead(connection);
                batch =
                        decide.apply(
                                NewerEvents.since(head, between(connection, knownPosition, head)));
                AppendResult result = AppendCall.run(connection, batch);
                if (result instanceof Conflict conflict) {
                    batch = decide.apply(newer(connection, head, conflict));
                    result = AppendCall.run(connection, batch);
                }
                if (!(result instanceof Success success)) {
                    throw new IllegalStateException(
                            "a version has changed although the head of the log is locked: "
                                    + result);
                }
                connection.commit();
                return success;
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
    public Optional<Success> outcomeOf(StreamEvent first) {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(EVENT_AT)) {
                lockHead(connection);
                statement.setString(1, first.streamId());
                statement.setLong(2, first.sequenceNumber());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() && first.eventId().equals(row.getObject(2, UUID.class))
                            ? Optional.of(new Success(row.getLong(1)))
                            : Optional.empty();
                }
            } finally {
                connection.rollback();
                restoreAutoCommit(connection);
            }
        } catch (SQLException e) {
            throw failure("reading the outcome of an append", e);
        }
    }

    @Override
    public List<EventEnvelope> loadSince(Map<String, Long> sinceVersions, int eventsPerStreamMax) {
        try (Connection connection = connect()) {
            return EventRows.since(connection, sinceVersions, eventsPerStreamMax);
        } catch (SQLException e) {
            throw failure("loading events", e);
        }
    }

    private static List<EventEnvelope> between(Connection connection, long knownPosition, long head)
            throws SQLException {
        long count = head - knownPosition;
        return knownPosition < 0 || count < 1 || count > NEWER_EVENTS_MAX
                ? List.of()
                : EventRows.range(connection, knownPosition + 1, head);
    }

    /** The newer events and receipts that a batch conflicts with. */
    private static NewerEvents newer(Connection connection, long head, Conflict conflict)
            throws SQLException {
        StaleStreams stale = StaleStreams.of(conflict);
        var events = new ArrayList<>(EventRows.since(connection, stale.near(), NEWER_EVENTS_MAX));
        events.addAll(EventRows.since(connection, stale.far(), 1));
        return new NewerEvents(
                head,
                events,
                stale.far().keySet(),
                EventRows.receipts(connection, conflict.knownKeys()));
    }

    private static long lockHead(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_HEAD);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void restoreAutoCommit(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
        }
    }

    /** Gets a connection. If this fails, nothing has been written. */
    private Connection connect() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw failure("connecting", e);
        }
    }

    private static EventStoreException appendFailure(AppendBatch batch, SQLException e) {
        if (SqlStates.isConnectionLost(e)) {
            return new AppendOutcomeUnknownException(e);
        }
        String attempt = "appending " + batch.events().size() + " events";
        return SqlStates.isDataRefused(e)
                ? new AppendRefusedException("the event store refused " + attempt, e)
                : failure(attempt, e);
    }

    private static EventStoreException failure(String attempt, SQLException e) {
        return new EventStoreException("the event store failed at " + attempt, e);
    }
}
