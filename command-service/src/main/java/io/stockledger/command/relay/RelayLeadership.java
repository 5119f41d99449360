package io.stockledger.command.relay;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * The right to publish, which one instance has at a time.
 *
 * <p><b>The lock.</b> The leader holds an advisory lock on a connection that nothing else uses.
 * Postgres releases the lock when the connection ends, for any reason. The instance therefore holds
 * the lock as long as the connection answers, and {@link #confirm} checks that it does. If the host
 * of the leader vanishes, the server ends the connection about 25 seconds later.
 *
 * <p><b>The notifications.</b> Each append notifies a channel. Only the leader listens to it, on
 * the connection of the lock and from the moment it has the lock. A connection that listens must be
 * read: otherwise the driver keeps every notification, and the server cannot shorten its queue
 * while one listener has not received them. {@link #awaitAppend} and {@link #confirm} both read all
 * notifications that have arrived. A standby does not listen.
 *
 * <p>Used by one thread, except for {@link #abort} and {@link #isLeading}.
 */
final class RelayLeadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayLeadership.class);

    /** The key of the advisory lock: the letters SLRELAY in hexadecimal. */
    private static final long LOCK_KEY = 0x534C52454C4159L;

    private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(?)";

    private static final String LISTEN = "LISTEN stockledger_events";

    private static final String PING = "SELECT 1";

    /**
     * The settings with which the server notices that the host of the leader has vanished. With the
     * defaults of Linux the server keeps the lock of such a leader for more than two hours.
     */
    private static final String SERVER_TIMEOUTS =
            """
            SET tcp_keepalives_idle = 10;
            SET tcp_keepalives_interval = 5;
            SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = 25000
            """;

    private static final String HOLDER =
            """
            SELECT a.pid, a.application_name, coalesce(host(a.client_addr), 'local') AS host,
                   a.backend_start
            FROM pg_locks l
            JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted
              AND (l.classid::bigint << 32) + l.objid::bigint = ?
            """;

    private final DataSource dataSource;
    private volatile @Nullable Connection connection;
    private volatile boolean leading;
    private boolean holderLogged;

    /**
     * An instance that does not lead yet.
     *
     * @param dataSource opens a new connection each time; not a pool
     */
    RelayLeadership(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Confirms the lead, or tries once to take it.
     *
     * @return whether this instance leads
     * @throws SQLException if the connection and with it the lead is lost; the caller must then
     *     call {@link #close}
     */
    boolean lead() throws SQLException {
        if (leading) {
            confirm();
            return true;
        }
        Connection open = connection();
        if (tryLock(open)) {
            execute(open, LISTEN);
            leading = true;
            holderLogged = false;
            LOG.info("This instance is now the leader and publishes the event log");
        } else if (!holderLogged) {
            logHolder(open);
            holderLogged = true;
        }
        return leading;
    }

    /**
     * Asks the server whether the connection of the lock still exists, and discards the
     * notifications that have arrived.
     *
     * @throws SQLException if this instance does not lead, or has lost the lead; the caller must
     *     then call {@link #close}
     */
    void confirm() throws SQLException {
        Connection open = leaderConnection();
        execute(open, PING);
        open.unwrap(PGConnection.class).getNotifications();
    }

    /** Waits for an append or for {@code waitMs} milliseconds, whichever comes first. */
    void awaitAppend(int waitMs) throws SQLException {
        leaderConnection().unwrap(PGConnection.class).getNotifications(waitMs);
    }

    /** Whether this instance was the leader when it last checked. Any thread may call this. */
    boolean isLeading() {
        return leading;
    }

    @Override
    public void close() {
        resign();
    }

    /** Gives up the lead and the connection; the next {@link #lead} opens a new one. */
    void resign() {
        leading = false;
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("The connection of the relay's lock was already broken", e);
            }
        }
    }

    /** Ends a wait of {@link #awaitAppend} with an exception. Any thread may call this. */
    void abort() throws SQLException {
        Connection open = connection;
        if (open != null) {
            open.abort(Runnable::run);
        }
    }

    private Connection leaderConnection() throws SQLException {
        Connection open = connection;
        if (open == null || !leading) {
            throw new SQLException("This instance does not lead");
        }
        return open;
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = dataSource.getConnection();
            connection = open;
            execute(open, SERVER_TIMEOUTS);
        }
        return open;
    }

    private static boolean tryLock(Connection open) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(TRY_LOCK)) {
            statement.setLong(1, LOCK_KEY);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static void execute(Connection open, String sql) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void logHolder(Connection open) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(HOLDER)) {
            statement.setLong(1, LOCK_KEY);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    LOG.info(
                            "Another instance publishes the event log: {} at {} (backend {}),"
                                    + " connected since {}; this instance stands by",
                            row.getString(2),
                            row.getString(3),
                            row.getInt(1),
                            row.getString(4));
                }
            }
        }
    }
}
