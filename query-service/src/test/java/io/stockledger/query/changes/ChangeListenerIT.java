package io.stockledger.query.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.query.testing.FilledTables;

import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/** Two replicas that listen to one database. */
class ChangeListenerIT {

    /** More than the buffers of two sockets hold, so that an idle listener fills the queue. */
    private static final String FLOOD =
            """
            SELECT count(pg_notify('stockledger_changes', repeat('x', 7900) || i))
            FROM generate_series(1, 4000) AS i
            """;

    /** The maximum used share of the server's queue; one flood uses about 0.004. */
    private static final double QUEUE_USAGE_FLAT = 0.0002;

    private static final int KEPT_NOTIFICATIONS_FLAT = 50;
    private static final int CHANGES_PER_ROUND = 200;

    private final FilledTables tables = new FilledTables();

    @Test
    void neither_the_driver_nor_the_server_keeps_the_notifications_of_two_listeners()
            throws SQLException {
        var first = new Replica(tables.dataSource());
        var second = new Replica(tables.dataSource());
        try {
            for (Replica replica : List.of(first, second)) {
                replica.listener.start();
                within().until(replica.feed::isListening);
            }
            long before = first.feed.head().number();
            for (int round = 1; round <= 3; round++) {
                long last = before + (long) round * CHANGES_PER_ROUND;
                query(FLOOD);
                change(CHANGES_PER_ROUND);
                for (Replica replica : List.of(first, second)) {
                    within().until(() -> replica.feed.head().number() >= last);
                    assertThat(replica.takeKeptNotifications()).isLessThan(KEPT_NOTIFICATIONS_FLAT);
                }
                within().until(
                                () ->
                                        query("SELECT pg_notification_queue_usage()")
                                                < QUEUE_USAGE_FLAT);
            }
            assertThat(first.feed.reconnects()).isZero();
        } finally {
            first.listener.stop();
            second.listener.stop();
        }
    }

    private void change(int count) throws SQLException {
        var log = new ChangeLog();
        try (Connection connection = tables.dataSource().getConnection()) {
            for (int i = 0; i < count; i++) {
                log.changed(connection, Map.of("mug", (long) i));
            }
        }
    }

    private double query(String sql) throws SQLException {
        try (Connection connection = tables.dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getDouble(1);
        }
    }

    /** A listener with its feed and the notifications in the memory of its driver. */
    private static final class Replica extends DelegatingDataSource {

        private final ChangeFeed feed = new ChangeFeed(1_000);
        private final ChangeListener listener;
        private volatile @Nullable PgConnection opened;

        Replica(DataSource connections) {
            super(connections);
            listener = new ChangeListener(this, true, feed);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            opened = connection.unwrap(PgConnection.class);
            return connection;
        }

        int takeKeptNotifications() throws SQLException {
            PgConnection connection = opened;
            return connection == null ? 0 : connection.getQueryExecutor().getNotifications().length;
        }
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(60));
    }
}
