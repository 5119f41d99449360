package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.Rebuilds;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A views database that is restored to an earlier moment while two replicas run. */
class RestoredViewsIT {

    private final Histories histories = new Histories(61, 20, 6);
    private final TestDatabase database = TestStack.shared().newViewsDatabase();
    private final String backup = database.name() + "_backup";

    @Test
    void running_replicas_apply_the_events_again_that_a_restored_views_database_lacks()
            throws SQLException {
        try (TestTopic topic = TestTopic.create(6)) {
            try (QueryService before = QueryService.start(database, topic.name())) {
                topic.publish(histories.next(200));
                before.awaitPosition(200);
            }
            copyDatabase();
            try (QueryService one = QueryService.start(database, topic.name());
                    QueryService other = QueryService.start(database, topic.name())) {
                topic.publish(histories.next(100));
                one.awaitPosition(300);
                other.awaitPosition(300);
                assertThat(movementsIn(backup)).isEqualTo(200);

                restoreBackup();

                awaitShown(one);
                awaitShown(other);
                assertThat(movementsIn(database.name())).isEqualTo(300);
            }
        }
    }

    @Test
    void the_position_goes_back_with_the_rows_while_the_events_cannot_be_read()
            throws SQLException {
        try (TestTopic topic = TestTopic.create(6);
                QueryService service = QueryService.start(database, topic.name())) {
            topic.publish(histories.next(200));
            service.awaitPosition(200);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> recordedPositions().equals("200"));
            copyDatabase();
            topic.publish(histories.next(100));
            service.awaitPosition(300);
            topic.delete();
            restoreBackup();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> service.get("/v1/inventory").number("Stock-Position") == 200);
            assertThat(recordedPositions()).isEqualTo("200");
        }
    }

    /** The positions that all read models have recorded, without repetitions. */
    private String recordedPositions() {
        return views(database.name())
                .sql("SELECT string_agg(DISTINCT position::text, ' ') FROM projections")
                .query(String.class)
                .single();
    }

    private void awaitShown(QueryService service) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> Rebuilds.assertShown(service, histories));
        service.awaitPosition(300);
    }

    /** The names of databases cannot be parameters of these statements. */
    private void copyDatabase() throws SQLException {
        String name = database.name();
        closeDatabase();
        administer(
                "CREATE DATABASE %s TEMPLATE %s".formatted(backup, name),
                "ALTER DATABASE %s OWNER TO %s".formatted(backup, database.ownerUser()),
                "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(name));
    }

    private void closeDatabase() throws SQLException {
        administer(
                "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(database.name()),
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '%s'"
                        .formatted(database.name()));
    }

    private void restoreBackup() throws SQLException {
        String name = database.name();
        closeDatabase();
        administer(
                "ALTER DATABASE %1$s RENAME TO %1$s_lost".formatted(name),
                "ALTER DATABASE %s RENAME TO %s".formatted(backup, name));
    }

    private static void administer(String... statements) throws SQLException {
        try (Connection administrator = TestStack.shared().connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private JdbcClient views(String name) {
        return JdbcClient.create(
                new DriverManagerDataSource(
                        database.jdbcUrl().replace(database.name(), name),
                        database.applicationUser(),
                        database.applicationPassword()));
    }

    private long movementsIn(String name) {
        return views(name)
                .sql("SELECT count(*) FROM movements_g1.movements")
                .query(Long.class)
                .single();
    }
}
