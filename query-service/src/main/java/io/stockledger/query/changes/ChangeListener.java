package io.stockledger.query.changes;

import io.stockledger.query.changes.ChangeQueries.Head;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/**
 * Passes the changes of the database to the {@link ChangeFeed}, on its own thread and connection.
 *
 * <p><b>Connect.</b> The listener executes {@code LISTEN} first and reads the head of the table of
 * changes second, so that no change falls between the two. The changes between the feed's head and
 * the head of the table were missed and are read from the table. If there are too many of them, or
 * if they are too old or from another database, the feed receives one change of everything instead.
 *
 * <p><b>Receive.</b> A notification contains the number of a change and, if they fit, its products.
 * The feed receives every number once and in order: a change with a known number is ignored, and
 * the products that a notification lacks, and changes between two notifications, are read from the
 * table. The loop takes all notifications that have arrived before it waits again; notifications do
 * not pile up in the driver or the server.
 *
 * <p><b>Idle.</b> If no notification arrives for a second, the head is read: the connection is
 * alive, and the database was not restored meanwhile. After a restore the listener connects again.
 *
 * <p><b>Standby.</b> A streaming standby sends no notifications, but its table of changes is as
 * current as its other rows. There the listener reads the head of the table 20 times a second.
 *
 * <p><b>Failure.</b> While there is no connection the feed is not listening and reads go to the
 * database. The listener connects again after a pause that doubles from 50 ms to one second.
 */
public final class ChangeListener implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeListener.class);

    private static final int IDLE_MS_MAX = 1_000;
    private static final long STANDBY_POLL_MS = 50;
    private static final long RECONNECT_MS_FIRST = 50;
    private static final long RECONNECT_MS_MAX = 1_000;
    private static final long STOP_MS_MAX = 6_000;

    /** If more changes were missed, the feed receives one change of everything. */
    private static final int MISSED_CHANGES_MAX = 1_000;

    private static final String LISTEN = "LISTEN " + ChangeLog.CHANNEL;

    private final DataSource ownConnections;
    private final boolean notifications;
    private final ChangeFeed feed;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("change listener").unstarted(this::run);
    private boolean failing;
    private long reconnectMs = RECONNECT_MS_FIRST;

    /**
     * A listener that is not started yet.
     *
     * @param ownConnections opens a new connection each time, whose reads time out after a few
     *     seconds; not a pool
     * @param notifications whether the database sends notifications; a standby does not
     */
    public ChangeListener(DataSource ownConnections, boolean notifications, ChangeFeed feed) {
        this.ownConnections = ownConnections;
        this.notifications = notifications;
        this.feed = feed;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        stop.countDown();
        // The requests that wait for a change must end before the web server waits for its
        // requests.
        feed.signals().end();
        try {
            if (!thread.join(Duration.ofMillis(STOP_MS_MAX))) {
                LOG.warn("The change listener did not stop within {} ms", STOP_MS_MAX);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    private void run() {
        while (!isStopped(0)) {
            try (Connection connection = ownConnections.getConnection()) {
                listen(connection);
            } catch (SQLException | DataAccessException e) {
                if (!failing && stop.getCount() > 0) {
                    failing = true;
                    LOG.warn(
                            "Change notifications unavailable; answers are read from Postgres"
                                    + " until the connection is back: {}",
                            e.getMessage());
                }
            } finally {
                feed.disconnected();
            }
            isStopped(reconnectMs);
            reconnectMs = Math.min(RECONNECT_MS_MAX, 2 * reconnectMs);
        }
    }

    private void listen(Connection connection) throws SQLException {
        var queries =
                new ChangeQueries(
                        JdbcClient.create(new SingleConnectionDataSource(connection, true)));
        if (notifications) {
            execute(connection, LISTEN);
        }
        Head head = queries.head();
        feed.connected(head, missedChanges(queries, head));
        reconnectMs = RECONNECT_MS_FIRST;
        if (failing) {
            failing = false;
            LOG.info("Change notifications available again; answers are kept in memory");
        }
        if (notifications) {
            receiveNotifications(connection, queries);
        } else {
            pollTable(queries);
        }
    }

    private void receiveNotifications(Connection connection, ChangeQueries queries)
            throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!isStopped(0)) {
            PGNotification[] arrived = postgres.getNotifications(IDLE_MS_MAX);
            if (arrived == null || arrived.length == 0) {
                if (!queries.head().includes(feed.head())) {
                    return;
                }
                continue;
            }
            for (PGNotification notification : arrived) {
                receive(queries, ChangePayload.read(notification.getParameter()));
            }
        }
    }

    private void pollTable(ChangeQueries queries) {
        while (!isStopped(STANDBY_POLL_MS)) {
            Head head = queries.head();
            if (!head.includes(feed.head())) {
                return;
            }
            receive(queries, new ChangePayload(head.number(), null));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The changes from the feed's head to the head of the table. */
    private List<Change> missedChanges(ChangeQueries queries, Head head) {
        Head before = feed.head();
        if (before.feedId().isEmpty() || before.equals(head)) {
            return List.of();
        }
        if (!head.includes(before)) {
            return List.of(Change.everything(head.number()));
        }
        List<Change> missed =
                queries.after(before.number(), MISSED_CHANGES_MAX).stream()
                        .filter(change -> change.number() <= head.number())
                        .toList();
        boolean complete = missed.size() == head.number() - before.number();
        return complete ? missed : List.of(Change.everything(head.number()));
    }

    /** Passes all changes up to the number of the payload to the feed. */
    private void receive(ChangeQueries queries, ChangePayload payload) {
        long next = feed.head().number() + 1;
        if (payload.number() < next) {
            return;
        }
        if (payload.number() == next && payload.versions() != null) {
            feed.accept(Change.of(next, payload.versions()));
            return;
        }
        List<Change> listed = queries.after(next - 1, MISSED_CHANGES_MAX);
        for (Change change : listed) {
            if (change.number() != feed.head().number() + 1) {
                break;
            }
            feed.accept(change);
        }
        if (feed.head().number() < payload.number()) {
            feed.accept(Change.everything(payload.number()));
        }
    }

    private boolean isStopped(long waitMs) {
        try {
            return stop.await(waitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
