package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.AppendResult.Conflicted;
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

/** The event store on Postgres. The append itself is the SQL function of migration V4. */
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
            return AppendCall.run(connection, batch);
        } catch (SQLException e) {
            throw appendFailure(batch, e);
        }
    }

    @Override
    public Appended appendExclusively(long followed, Function<NewerEvents, AppendBatch> decide) {
        AppendBatch batch = null;
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                long head = lockHead(connection);
                batch = decide.apply(NewerEvents.since(head, after(connection, followed, head)));
                AppendResult result = AppendCall.run(connection, batch);
                if (result instanceof Conflicted conflicted) {
                    batch = decide.apply(newer(connection, head, conflicted));
                    result = AppendCall.run(connection, batch);
                }
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
            return EventRows.since(connection, sinceVersions, eventsPerStreamMax);
        } catch (SQLException e) {
            throw failure("loading events", e);
        }
    }

    private static List<EventEnvelope> after(Connection connection, long followed, long head)
            throws SQLException {
        long count = head - followed;
        return followed < 0 || count < 1 || count > NEWER_EVENTS_MAX
                ? List.of()
                : EventRows.range(connection, followed + 1, head);
    }

    /** What a batch turned out not to know. */
    private static NewerEvents newer(Connection connection, long head, Conflicted conflicted)
            throws SQLException {
        StaleStreams missed = StaleStreams.of(conflicted);
        var events = new ArrayList<>(EventRows.since(connection, missed.near(), NEWER_EVENTS_MAX));
        events.addAll(EventRows.since(connection, missed.far(), 1));
        return new NewerEvents(
                head,
                events,
                missed.far().keySet(),
                EventRows.receipts(connection, conflicted.knownKeys()));
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

    /** A connection, or a failure that is sure to have written nothing. */
    private Connection connect() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw failure("connecting", e);
        }
    }

    private static EventStoreException appendFailure(AppendBatch batch, SQLException e) {
        if (SqlStates.isConnectionLost(e)) {
            return new AppendOutcomeUnknownException(batch, e);
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
