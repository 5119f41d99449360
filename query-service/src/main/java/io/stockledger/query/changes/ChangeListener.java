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
 * Hears of changes on a connection and a thread of its own, or looks for them at a standby, which
 * sends no notifications. A connection that fails, or does not answer when it is idle, is replaced;
 * what was missed meanwhile is read from the table.
 */
public final class ChangeListener implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeListener.class);

    /** An idle connection is asked for a sign of life so often. */
    private static final int IDLE_MS_MAX = 1_000;

    /** Where there are no notifications, the table is looked at so often. */
    private static final long LOOK_EVERY_MS = 50;

    private static final long RECONNECT_MS_FIRST = 50;
    private static final long RECONNECT_MS_MAX = 1_000;
    private static final long STOP_MS_MAX = 6_000;

    /** Who has missed more than these is told that everything may have changed. */
    private static final int MISSED_CHANGES_MAX = 1_000;

    private static final String LISTEN = "LISTEN " + ChangeLog.CHANNEL;
    private static final String SIGN_OF_LIFE = "SELECT 1";

    private final DataSource ownConnections;
    private final boolean notified;
    private final ChangeFeed feed;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("change listener").unstarted(this::run);
    private boolean failing;
    private long reconnectMs = RECONNECT_MS_FIRST;

    /**
     * @param ownConnections gives a connection of its own each time, whose reads end in a few
     *     seconds
     * @param notified whether that database sends notifications; a standby does not, but has the
     *     table of changes, as new as the rows that it shows
     */
    public ChangeListener(DataSource ownConnections, boolean notified, ChangeFeed feed) {
        this.ownConnections = ownConnections;
        this.notified = notified;
        this.feed = feed;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        stop.countDown();
        // Before the web server waits for its requests, those that wait for a change end.
        feed.signals().end();
        try {
            if (!thread.join(Duration.ofMillis(STOP_MS_MAX))) {
                LOG.warn("The change listener did not end within {} ms", STOP_MS_MAX);
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
                            "Changes are not heard of, and reads go to the database: {}",
                            e.getMessage());
                }
            } finally {
                feed.lost();
            }
            isStopped(reconnectMs);
            reconnectMs = Math.min(RECONNECT_MS_MAX, 2 * reconnectMs);
        }
    }

    private void listen(Connection connection) throws SQLException {
        var queries =
                new ChangeQueries(
                        JdbcClient.create(new SingleConnectionDataSource(connection, true)));
        if (notified) {
            execute(connection, LISTEN);
        }
        Head head = queries.head();
        feed.restored(head, missed(queries, head));
        reconnectMs = RECONNECT_MS_FIRST;
        if (failing) {
            failing = false;
            LOG.info("Changes are heard of again");
        }
        if (notified) {
            hear(connection, queries);
        } else {
            look(queries);
        }
    }

    private void hear(Connection connection, ChangeQueries queries) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!isStopped(0)) {
            PGNotification[] notifications = postgres.getNotifications(IDLE_MS_MAX);
            if (notifications == null || notifications.length == 0) {
                execute(connection, SIGN_OF_LIFE);
                continue;
            }
            for (PGNotification notification : notifications) {
                take(queries, ChangePayload.read(notification.getParameter()));
            }
        }
    }

    private void look(ChangeQueries queries) {
        while (!isStopped(LOOK_EVERY_MS)) {
            take(queries, new ChangePayload(queries.head().number(), null));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What has changed from the feed's head to the table's. */
    private List<Change> missed(ChangeQueries queries, Head head) {
        Head before = feed.head();
        if (before.feedId().isEmpty() || before.equals(head)) {
            return List.of();
        }
        if (!before.feedId().equals(head.feedId()) || head.number() < before.number()) {
            return List.of(Change.everything(head.number()));
        }
        List<Change> missed =
                queries.after(before.number(), MISSED_CHANGES_MAX).stream()
                        .filter(change -> change.number() <= head.number())
                        .toList();
        boolean whole = missed.size() == head.number() - before.number();
        return whole ? missed : List.of(Change.everything(head.number()));
    }

    private void take(ChangeQueries queries, ChangePayload payload) {
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
