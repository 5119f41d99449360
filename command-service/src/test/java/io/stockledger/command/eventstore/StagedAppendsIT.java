package io.stockledger.command.eventstore;

import static io.stockledger.command.eventstore.SampleEvents.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.eventstore.AppendResult.Conflict;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;
import io.stockledger.command.testing.MigratedDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Races between appends, staged with transactions that the test keeps open. */
class StagedAppendsIT {

    private static final long WAIT_SECONDS = 60;

    private final MigratedDatabase database = new MigratedDatabase();
    private final EventStore store = new PostgresEventStore(database.application());
    private final JdbcClient jdbc = JdbcClient.create(database.application());
    private final EventLogReader log = new EventLogReader(jdbc);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_slow_append_is_never_skipped_by_a_reader_of_the_log() throws Exception {
        try (Connection slow = database.ownConnections().getConnection()) {
            appendWithoutCommit(slow, next("slow", 0, 2));
            CompletableFuture<AppendResult> fast = appendBeside(next("fast", 0, 1));
            awaitWaiting(1);

            assertThat(log.afterPosition(0, 100)).isEmpty();
            assertThat(fast).isNotDone();

            slow.commit();
            assertThat(fast.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(new Success(3));
        }
        assertThat(log.afterPosition(0, 100))
                .extracting(StoredEvent::aggregateId)
                .containsExactly("slow", "slow", "fast");
    }

    @Test
    void an_append_that_is_rolled_back_leaves_no_gap() throws Exception {
        try (Connection doomed = database.ownConnections().getConnection()) {
            appendWithoutCommit(doomed, next("doomed", 0, 5));
            CompletableFuture<AppendResult> waiting = appendBeside(next("p-1", 0, 1));
            awaitWaiting(1);
            doomed.rollback();

            assertThat(waiting.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(new Success(1));
        }
    }

    @Test
    void of_two_connections_that_race_for_a_version_the_second_gets_a_conflict() throws Exception {
        store.append(next("p-1", 0, 1));
        try (Connection first = database.ownConnections().getConnection()) {
            appendWithoutCommit(first, next("p-1", 1, 2));
            CompletableFuture<AppendResult> second = appendBeside(next("p-1", 1, 1));
            awaitWaiting(1);
            first.commit();

            assertThat(second.get(WAIT_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(
                            new Conflict(
                                    List.of(new VersionConflict("p-1", 1, 3)), Set.of(), Set.of()));
        }
        assertThat(headPosition()).isEqualTo(3);
    }

    @Test
    void an_append_without_events_does_not_wait_for_other_appends() throws Exception {
        store.append(next("p-1", 0, 1));
        try (Connection slow = database.ownConnections().getConnection()) {
            appendWithoutCommit(slow, next("p-1", 1, 1));

            assertThat(store.append(new SampleBatch(Map.of("p-1", 1L), List.of())))
                    .isInstanceOf(Success.class);
            slow.rollback();
        }
    }

    @Test
    void an_exclusive_append_decides_on_the_events_committed_while_it_waited() throws Exception {
        store.append(next("p-1", 0, 1));
        CompletableFuture<Success> exclusive;
        try (Connection first = database.ownConnections().getConnection()) {
            appendWithoutCommit(first, next("p-1", 1, 1));
            exclusive =
                    CompletableFuture.supplyAsync(
                            () ->
                                    store.appendExclusively(
                                            null,
                                            1,
                                            newer -> next("p-1", 1 + newer.events().size(), 1)));
            awaitWaiting(1);
            first.commit();
        }

        assertThat(exclusive.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(new Success(3));
    }

    @Test
    void the_outcome_of_an_append_is_reported_only_when_it_is_final() throws Exception {
        AppendBatch batch = next("p-1", 0, 1);
        try (Connection lost = database.ownConnections().getConnection()) {
            appendWithoutCommit(lost, batch);
            var outcome =
                    CompletableFuture.supplyAsync(() -> store.outcomeOf(batch.events().getFirst()));
            awaitWaiting(1);
            assertThat(outcome).isNotDone();
            lost.commit();

            assertThat(outcome.get(WAIT_SECONDS, TimeUnit.SECONDS)).contains(new Success(1));
        }
    }

    @Test
    void after_a_connection_cut_during_an_append_the_outcome_is_unknown_until_it_is_read()
            throws Exception {
        AppendBatch batch = next("p-1", 0, 1);
        try (Connection blocker = database.ownConnections().getConnection()) {
            appendWithoutCommit(blocker, next("other", 0, 1));
            CompletableFuture<AppendResult> cut = appendBeside(batch);
            awaitWaiting(1);
            jdbc.sql(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock'
                            """)
                    .query(Boolean.class)
                    .list();

            assertThatThrownBy(() -> cut.get(WAIT_SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(AppendOutcomeUnknownException.class);
            blocker.rollback();
        }
        assertThat(store.outcomeOf(batch.events().getFirst())).isEmpty();
        assertThat(store.append(batch)).isEqualTo(new Success(1));
    }

    private static void appendWithoutCommit(Connection connection, AppendBatch batch)
            throws SQLException {
        connection.setAutoCommit(false);
        var dataSource = new SingleConnectionDataSource(connection, true);
        assertThat(new PostgresEventStore(dataSource).append(batch)).isInstanceOf(Success.class);
        // The server would end the transaction after two seconds, also if the test takes longer.
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL transaction_timeout = 0");
        }
    }

    private CompletableFuture<AppendResult> appendBeside(AppendBatch batch) {
        return CompletableFuture.supplyAsync(() -> store.append(batch));
    }

    /** Waits until this number of backends of the database wait for a lock. */
    private void awaitWaiting(int count) {
        await().atMost(Duration.ofSeconds(WAIT_SECONDS))
                .until(
                        () ->
                                jdbc.sql(
                                                        """
                                                        SELECT count(*) FROM pg_stat_activity
                                                        WHERE datname = current_database()
                                                          AND wait_event_type = 'Lock'
                                                        """)
                                                .query(Integer.class)
                                                .single()
                                        == count);
    }

    private long headPosition() {
        return jdbc.sql("SELECT position FROM log_head").query(Long.class).single();
    }
}
