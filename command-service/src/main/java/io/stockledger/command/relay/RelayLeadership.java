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
 * The right to publish, held by one instance at a time: an advisory lock on a connection of its
 * own, which the database gives back when the connection or the process dies. Notifications of
 * appends come on the same connection. For one thread, but for {@link #abort}.
 */
final class RelayLeadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayLeadership.class);

    /** The advisory lock's key: the letters SLRELAY in hexadecimal. */
    private static final long LOCK_KEY = 0x534C52454C4159L;

    private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(?)";

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
    private boolean leading;
    private boolean toldOfHolder;

    /**
     * Not leading yet.
     *
     * @param dataSource gives a connection of its own each time, not one of a pool
     */
    RelayLeadership(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Whether this instance leads; tries to take the lead where it does not. */
    boolean lead() throws SQLException {
        Connection open = connection();
        if (!leading) {
            try (PreparedStatement statement = open.prepareStatement(TRY_LOCK)) {
                statement.setLong(1, LOCK_KEY);
                try (ResultSet row = statement.executeQuery()) {
                    leading = row.next() && row.getBoolean(1);
                }
            }
            if (leading) {
                LOG.info("This instance publishes the log from now on");
                toldOfHolder = false;
            } else if (!toldOfHolder) {
                tellOfHolder(open);
                toldOfHolder = true;
            }
        }
        return leading;
    }

    /** Waits for an append or for {@code waitMs} milliseconds, whichever comes first. */
    void awaitAppend(int waitMs) throws SQLException {
        connection().unwrap(PGConnection.class).getNotifications(waitMs);
    }

    /** Gives the lead and the connection back; the next {@link #lead} starts over. */
    @Override
    public void close() {
        leading = false;
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("The relay's connection was broken already", e);
            }
        }
    }

    /** Ends a wait of {@link #awaitAppend} with an exception; from any thread. */
    void abort() throws SQLException {
        Connection open = connection;
        if (open != null) {
            open.abort(Runnable::run);
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = dataSource.getConnection();
            try (Statement statement = open.createStatement()) {
                statement.execute("LISTEN stockledger_events");
            }
            connection = open;
        }
        return open;
    }

    private static void tellOfHolder(Connection open) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(HOLDER)) {
            statement.setLong(1, LOCK_KEY);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    LOG.info(
                            "Another instance publishes the log: {} at {} (backend {}), since {}",
                            row.getString(2),
                            row.getString(3),
                            row.getInt(1),
                            row.getString(4));
                }
            }
        }
    }
}
