package io.stockledger.command.relay;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

import javax.sql.DataSource;

/**
 * The lease of the relay, one row in the database, on a connection that nothing else uses.
 *
 * <p><b>The holder</b> renews the lease for {@link #TIME}, by the clock of the database. It counts
 * this time from before it sent the renewal, by its own monotonic clock. So {@link #isHeld} is
 * false before the lease can be taken by another instance, whatever happened to this process or to
 * the connection.
 *
 * <p><b>Another instance</b> takes the lease when it has expired. Each taking raises the term, and
 * writes the new term into the checkpoint in the same statement. From then on the previous holder
 * cannot move the checkpoint. A lease that ends later than {@link #TIME} from now counts as expired
 * too: the clock of the database was set back.
 *
 * <p>The renewals do not wait for the disk. If the server crashes and loses one, the lease only
 * expires earlier. Not thread-safe, except for {@link #isHeld}, {@link #term} and {@link #abort}.
 */
final class RelayLease implements AutoCloseable {

    /** The time for which a renewal holds the lease. */
    static final Duration TIME = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(RelayLease.class);

    private static final String SESSION =
            """
            SET synchronous_commit = off;
            SET statement_timeout = '2s';
            SET tcp_keepalives_idle = 2;
            SET tcp_keepalives_interval = 1;
            SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = 5000
            """;

    private static final String HOLDER =
            """
            SELECT term, holder, taken_at,
                   instance IS NOT NULL AND instance <> ? AND expires_at > clock_timestamp()
                       AND expires_at <= clock_timestamp() + make_interval(secs => ?)
            FROM relay_lease
            """;

    private static final String TAKE =
            """
            WITH taken AS (
                UPDATE relay_lease
                SET term = term + 1,
                    instance = ?,
                    holder = current_setting('application_name') || ' at '
                        || coalesce(host(inet_client_addr()), 'local') || ', process ' || ?,
                    taken_at = clock_timestamp(),
                    expires_at = clock_timestamp() + make_interval(secs => ?),
                    activity = 'begins to publish'
                WHERE instance IS NULL OR instance = ? OR expires_at <= clock_timestamp()
                   OR expires_at > clock_timestamp() + make_interval(secs => ?)
                RETURNING term)
            UPDATE relay_checkpoint c SET term = taken.term FROM taken RETURNING c.term
            """;

    private static final String RENEW =
            """
            UPDATE relay_lease
            SET expires_at = clock_timestamp() + make_interval(secs => ?), activity = ?
            WHERE instance = ? AND term = ?
            """;

    private static final String RELEASE =
            """
            UPDATE relay_lease
            SET instance = NULL, expires_at = clock_timestamp(), activity = 'gave the lead back'
            WHERE instance = ? AND term = ?
            """;

    private final DataSource connections;
    private final UUID instance = UUID.randomUUID();
    private volatile @Nullable Connection connection;
    private volatile long term;
    private volatile long endsAtNanos;

    /**
     * The last holder of the lease.
     *
     * @param holds whether it is another instance, whose lease has not expired
     */
    record Holder(long term, String name, Instant since, boolean holds) {}

    /**
     * A lease that this instance does not hold.
     *
     * @param connections opens a new connection each time; not a pool
     */
    RelayLease(DataSource connections) {
        this.connections = connections;
    }

    /** The instance that holds the lease or held it last. */
    Holder holder() throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(HOLDER)) {
            statement.setObject(1, instance);
            statement.setLong(2, TIME.toSeconds());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Holder(
                        row.getLong(1),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getBoolean(4));
            }
        }
    }

    /** Takes the lease if no other instance holds it, and returns whether this instance has it. */
    boolean take() throws SQLException {
        Connection open = connection();
        long asked = System.nanoTime();
        // The term must survive a crash of the server.
        execute(open, "SET synchronous_commit = on");
        try (PreparedStatement statement = open.prepareStatement(TAKE)) {
            statement.setObject(1, instance);
            statement.setString(2, Long.toString(ProcessHandle.current().pid()));
            statement.setLong(3, TIME.toSeconds());
            statement.setObject(4, instance);
            statement.setLong(5, TIME.toSeconds());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                endsAtNanos = asked + TIME.toNanos();
                term = row.getLong(1);
                return true;
            }
        } finally {
            execute(open, "SET synchronous_commit = off");
        }
    }

    /**
     * Holds the lease for {@link #TIME} from now.
     *
     * @param activity what this instance does, in words for the operator
     * @throws LeadLostException if another instance has taken it
     */
    void renew(String activity) throws SQLException, LeadLostException {
        long asked = System.nanoTime();
        try (PreparedStatement statement = connection().prepareStatement(RENEW)) {
            statement.setLong(1, TIME.toSeconds());
            statement.setString(2, activity);
            statement.setObject(3, instance);
            statement.setLong(4, term);
            if (statement.executeUpdate() == 0) {
                Holder now = holder();
                throw new LeadLostException(
                        "the lease ran out, and %s leads in term %d"
                                .formatted(now.name(), now.term()),
                        null);
            }
        }
        endsAtNanos = asked + TIME.toNanos();
    }

    /** Whether no other instance can have the lease yet. Any thread may call this. */
    boolean isHeld() {
        return term > 0 && endsAtNanos - System.nanoTime() > 0;
    }

    /** The term in which this instance leads, 0 if it does not. Any thread may call this. */
    long term() {
        return term;
    }

    /** The connection of the lease, for small reads by the thread that renews it. */
    Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.getConnection();
            connection = open;
            execute(open, SESSION);
        }
        return open;
    }

    /** Ends a statement that hangs with an exception. Any thread may call this. */
    void abort() throws SQLException {
        Connection open = connection;
        if (open != null) {
            open.abort(Runnable::run);
        }
    }

    /** Gives the lease back, so that another instance can take it at once. */
    void release() {
        long held = term;
        term = 0;
        if (held == 0) {
            return;
        }
        try (PreparedStatement statement = connection().prepareStatement(RELEASE)) {
            statement.setObject(1, instance);
            statement.setLong(2, held);
            statement.executeUpdate();
        } catch (SQLException e) {
            LOG.debug("The lease could not be released; it expires", e);
            close();
        }
    }

    /** Closes the connection; the next call opens a new one. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("The connection of the lease was already broken", e);
            }
        }
    }

    private static void execute(Connection open, String sql) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute(sql);
        }
    }
}
