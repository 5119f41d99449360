package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Conflict;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import javax.sql.DataSource;

/** The event store on Postgres. The append is the SQL function {@code append_events}. */
public final class PostgresEventStore implements EventStore {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresEventStore.class);

    private static final String LOCK_HEAD =
            "SELECT head_position, head_event_id FROM lock_log_head(?, ?, ?)";

    private static final String EVENT_AT =
            """
            SELECT position, event_id
            FROM events
            WHERE aggregate_id = ? AND sequence_number = ?
            """;

    private final DataSource dataSource;
    private final LogHead logHead;
    private final EventLogReader log;

    private record Head(long position, @Nullable UUID eventId) {}

    /**
     * A store on a database, with the application role.
     *
     * @param dataSource provides connections in auto-commit mode
     */
    public PostgresEventStore(DataSource dataSource) {
        this.dataSource = dataSource;
        JdbcClient jdbc = JdbcClient.create(dataSource);
        this.logHead = new LogHead(jdbc);
        this.log = new EventLogReader(jdbc);
    }

    @Override
    public LogEpoch epoch() {
        try {
            return logHead.read().epoch();
        } catch (DataAccessException e) {
            throw new EventStoreException("the event store failed at reading its epoch", e);
        }
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        try (Connection connection = connect()) {
            return run(connection, batch);
        } catch (SQLException e) {
            throw appendFailure(batch.anchor(), batch, e);
        } catch (MissingEventsException e) {
            throw halt(e);
        }
    }

    @Override
    public Success appendExclusively(
            @Nullable LogAnchor anchor,
            long knownPosition,
            Function<NewerEvents, AppendBatch> decide) {
        AppendBatch batch = null;
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                Head head = lockHead(connection, anchor);
                batch = decide.apply(newer(connection, knownPosition, head));
                AppendResult result = run(connection, batch);
                var conflicts = new LockedConflicts();
                while (result instanceof Conflict conflict) {
                    conflicts.add(conflict);
                    batch = decide.apply(newer(connection, head, conflict));
                    result = run(connection, batch);
                }
                connection.commit();
                return (Success) result;
            } catch (RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                restoreAutoCommit(connection);
            }
        } catch (SQLException e) {
            throw appendFailure(batch == null ? anchor : batch.anchor(), batch, e);
        } catch (MissingEventsException e) {
            throw halt(e);
        }
    }

    @Override
    public Optional<Success> outcomeOf(StreamEvent first) {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(EVENT_AT)) {
                lockHead(connection, null);
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

    @Override
    public Map<String, Receipt> receipts(Collection<String> keys) {
        try (Connection connection = connect()) {
            return EventRows.receipts(connection, keys);
        } catch (SQLException e) {
            throw failure("loading receipts", e);
        }
    }

    @Override
    public RecordedShipments shipments(Map<ProductOfOrder, Long> upToVersions) {
        try (Connection connection = connect()) {
            return ShipmentRows.read(connection, upToVersions);
        } catch (SQLException e) {
            throw failure("adding up shipments", e);
        }
    }

    @Override
    public ProductsOfOrders productsOfOrders(Collection<String> orderIds) {
        try {
            return log.productsOfOrders(orderIds);
        } catch (DataAccessException e) {
            throw new EventStoreException("the event store failed at reading orders", e);
        }
    }

    /**
     * The events after a known position. The streams of those that cannot be read are incomplete.
     */
    private static NewerEvents newer(Connection connection, long knownPosition, Head head)
            throws SQLException {
        long count = head.position - knownPosition;
        var incomplete = new HashSet<String>();
        List<EventEnvelope> events =
                knownPosition < 0 || count < 1 || count > NEWER_EVENTS_MAX
                        ? List.of()
                        : EventRows.range(
                                connection,
                                knownPosition + 1,
                                head.position,
                                (stream, _) -> incomplete.add(stream));
        return NewerEvents.since(head.position, head.eventId, events, incomplete);
    }

    /** The newer events and receipts that a batch conflicts with. */
    private static NewerEvents newer(Connection connection, Head head, Conflict conflict)
            throws SQLException {
        StaleStreams stale = StaleStreams.of(conflict);
        var incomplete = new HashSet<>(stale.far().keySet());
        var events =
                new ArrayList<>(
                        EventRows.since(
                                connection,
                                stale.near(),
                                NEWER_EVENTS_MAX,
                                (stream, _) -> incomplete.add(stream)));
        events.addAll(EventRows.since(connection, stale.far(), 1, (_, _) -> {}));
        return new NewerEvents(
                head.position,
                head.eventId,
                events,
                incomplete,
                EventRows.receipts(connection, conflict.knownKeys()),
                conflict.changedOrders());
    }

    /** Appends the batch, unless streams lack events that the batch rests on. */
    private static AppendResult run(Connection connection, AppendBatch batch) throws SQLException {
        AppendResult result = AppendCall.run(connection, batch);
        LogAnchor anchor = batch.anchor();
        if (anchor != null && result instanceof Conflict conflict) {
            for (VersionConflict stream : conflict.versionConflicts()) {
                if (stream.actual() < stream.expected()) {
                    throw MissingEventsException.ofStream(anchor.epoch(), stream);
                }
            }
        }
        return result;
    }

    private static Head lockHead(Connection connection, @Nullable LogAnchor anchor)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_HEAD)) {
            AppendCall.bind(statement, anchor);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Head(row.getLong(1), row.getObject(2, UUID.class));
            }
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

    /** Halts the log, and returns the exception for the caller. */
    private EventStoreException halt(MissingEventsException missing) {
        String reason = missing.reason();
        try {
            if (logHead.halt(missing.epoch(), reason)) {
                LOG.error(
                        "Events are missing from the event log: {}; the log is now halted and every"
                                + " command is refused until the next epoch is started with"
                                + " ./stockledger restored, or with SELECT"
                                + " start_log_epoch('reason') as the owner of the tables",
                        reason);
            }
            String halted = logHead.read().halted();
            return halted == null ? new NewLogEpochException() : new LogHaltedException(halted);
        } catch (DataAccessException e) {
            return new EventStoreException("the event log could not be halted: " + reason, e);
        }
    }

    /**
     * The exception for a failed append.
     *
     * @param anchor the log that the append rests on
     * @param batch the batch that was sent, or null if the append failed before that
     */
    private EventStoreException appendFailure(
            @Nullable LogAnchor anchor, @Nullable AppendBatch batch, SQLException e) {
        if (SqlStates.isConnectionLost(e)) {
            return new AppendOutcomeUnknownException(e);
        }
        if (anchor != null && SqlStates.isEventMissing(e)) {
            return halt(new MissingEventsException(anchor.epoch(), detail(e)));
        }
        String attempt =
                batch == null
                        ? "locking the head of the log"
                        : "appending " + batch.events().size() + " events";
        return SqlStates.isDataRefused(e)
                ? new AppendRefusedException("the event store refused " + attempt, e)
                : failure(attempt, e);
    }

    private static EventStoreException failure(String attempt, SQLException e) {
        if (SqlStates.isLogHalted(e)) {
            return new LogHaltedException(detail(e));
        }
        if (SqlStates.isOtherEpoch(e)) {
            return new NewLogEpochException();
        }
        return SqlStates.isLockTimeout(e)
                ? new LogHeadBusyException(e)
                : new EventStoreException("the event store failed at " + attempt, e);
    }

    private static String detail(SQLException e) {
        ServerErrorMessage answer =
                e instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        String detail = answer == null ? null : answer.getDetail();
        return detail == null ? "its reason is unknown" : detail;
    }

    /**
     * Events that this instance has seen are no longer in the log, although its epoch is the same.
     */
    private static final class MissingEventsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient LogEpoch epoch;
        private final String reason;

        MissingEventsException(LogEpoch epoch, String reason) {
            super(reason);
            this.epoch = epoch;
            this.reason = reason;
        }

        static MissingEventsException ofStream(LogEpoch epoch, VersionConflict stream) {
            return new MissingEventsException(
                    epoch,
                    "product '%s' is at version %d, but had a version %d"
                            .formatted(stream.streamId(), stream.actual(), stream.expected()));
        }

        LogEpoch epoch() {
            return epoch;
        }

        String reason() {
            return reason;
        }
    }
}
