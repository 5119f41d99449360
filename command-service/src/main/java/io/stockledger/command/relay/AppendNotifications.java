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
 * The connection on which the leader waits for the notifications of appends.
 *
 * <p>A connection that listens must be read: otherwise the driver keeps every notification, and the
 * server cannot shorten its queue while one listener has not received them. {@link #await} and
 * {@link #discard} both read all notifications that have arrived. A standby has no such connection.
 *
 * <p><b>Earlier versions</b> have no lease; their leader holds an advisory lock. The leader
 * therefore shares this lock: it is not granted while an instance of an earlier version publishes,
 * and none of them can begin while it is held. Leaders of this version share it with each other, so
 * a frozen one does not keep others from leading.
 *
 * <p>Used by one thread, except for {@link #abort}.
 */
final class AppendNotifications implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AppendNotifications.class);

    /** The key of the advisory lock: the letters SLRELAY in hexadecimal. */
    static final long LOCK_KEY = 0x534C52454C4159L;

    private static final String SERVER_TIMEOUTS =
            """
            SET tcp_keepalives_idle = 10;
            SET tcp_keepalives_interval = 5;
            SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = 25000
            """;

    private static final String TRY_SHARED_LOCK = "SELECT pg_try_advisory_lock_shared(?)";

    private static final String LISTEN = "LISTEN stockledger_events";

    private static final String PING = "SELECT 1";

    private final DataSource connections;
    private volatile @Nullable Connection connection;

    /**
     * Nothing is opened yet.
     *
     * @param connections opens a new connection each time; not a pool
     */
    AppendNotifications(DataSource connections) {
        this.connections = connections;
    }

    /**
     * Begins to listen.
     *
     * @return false if an instance of an earlier version publishes; then nothing is open
     */
    boolean open() throws SQLException {
        Connection opened = connections.getConnection();
        connection = opened;
        execute(opened, SERVER_TIMEOUTS);
        if (!tryLock(opened)) {
            close();
            return false;
        }
        execute(opened, LISTEN);
        return true;
    }

    /** Waits for an append or for {@code waitMs} milliseconds, whichever comes first. */
    boolean await(int waitMs) throws SQLException {
        return opened().unwrap(PGConnection.class).getNotifications(waitMs).length > 0;
    }

    /**
     * Discards the notifications that have arrived.
     *
     * @throws SQLException if the connection is lost
     */
    void discard() throws SQLException {
        Connection open = opened();
        execute(open, PING);
        open.unwrap(PGConnection.class).getNotifications();
    }

    /** Ends a wait of {@link #await} with an exception. Any thread may call this. */
    void abort() throws SQLException {
        Connection open = connection;
        if (open != null) {
            open.abort(Runnable::run);
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("The connection for notifications was already broken", e);
            }
        }
    }

    private Connection opened() throws SQLException {
        Connection open = connection;
        if (open == null) {
            throw new SQLException("The connection for notifications is not open", "08003");
        }
        return open;
    }

    private static boolean tryLock(Connection open) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(TRY_SHARED_LOCK)) {
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
}
