package io.stockledger.query.rebuild;

import static io.stockledger.query.testing.Rebuilds.assertShown;
import static io.stockledger.query.testing.Rebuilds.awaitSchemas;
import static io.stockledger.query.testing.Rebuilds.awaitState;
import static io.stockledger.query.testing.Rebuilds.cancel;
import static io.stockledger.query.testing.Rebuilds.rebuild;
import static io.stockledger.query.testing.Rebuilds.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.kafka.Tuning;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.Signal;
import io.stockledger.query.inventory.projection.InventoryProjection;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.ProductHistory;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Failures during a rebuild, before its generation serves. */
class RebuildFailuresIT {

    private static final int MANY_EVENTS = 30_000;

    private final Histories histories = new Histories(43, 40, 12);
    private TestDatabase database;
    private TestTopic topic;
    private DriverManagerDataSource dataSource;
    private JdbcClient jdbc;

    @BeforeEach
    void begin() {
        database = TestStack.shared().newViewsDatabase();
        topic = TestTopic.create(6);
        dataSource =
                new DriverManagerDataSource(
                        database.jdbcUrl(),
                        database.applicationUser(),
                        database.applicationPassword());
        jdbc = JdbcClient.create(dataSource);
    }

    @AfterEach
    void end() {
        topic.close();
    }

    @Test
    void when_a_replica_is_killed_during_a_rebuild_the_others_continue_it() {
        try (QueryService survivor = QueryService.start(database, inSmallBatches());
                ServiceProcess killed = QueryService.startProcess(database, inSmallBatches())) {
            killed.awaitReady();
            publishMany(survivor);
            rebuild(survivor, "movements");
            await(() -> killed.log().contains("Building generation 2") && built() > 0);
            killed.kill();
            assertThat(built()).as("still being built").isLessThan(MANY_EVENTS);

            topic.publish(histories.next(500));
            awaitState(survivor, "movements", 2, "serving");
            survivor.awaitPosition(MANY_EVENTS + 500);
            assertShown(survivor, histories);
        }
    }

    @Test
    void a_rebuild_survives_the_repeated_loss_of_every_database_connection() {
        try (QueryService service = QueryService.start(database, inSmallBatches())) {
            publishMany(service);
            rebuild(service, "movements");
            for (int i = 0; i < 4; i++) {
                long before = built();
                await(() -> built() > before);
                assertThat(built()).as("still being built").isLessThan(MANY_EVENTS);
                terminateConnections();
            }

            awaitState(service, "movements", 2, "serving");
            assertShown(service, histories);
            assertThat(movements(2)).isEqualTo(movements(1)).isEqualTo(MANY_EVENTS);
        }
    }

    @Test
    void a_rebuild_continues_from_its_progress_when_kafka_is_available_again(@TempDir Path folder)
            throws InterruptedException, ExecutionException, TimeoutException {
        int port = Ports.free();
        int controllerPort = Ports.free();
        try (KafkaBroker broker = startKafka(folder, port, controllerPort);
                TestTopic events = TestTopic.create("rebuilt", 6, broker.bootstrapServers());
                QueryService service =
                        QueryService.start(
                                database, inSmallBatches(events, broker.bootstrapServers()))) {
            events.publish(histories.next(MANY_EVENTS));
            service.awaitPosition(MANY_EVENTS);
            rebuild(service, "movements");
            await(() -> built() > 0);
            Signal.KILL.sendTo(broker.process().pid());
            broker.process().ended().get(60, TimeUnit.SECONDS);
            assertThat(built()).as("still being built").isLessThan(MANY_EVENTS);
            awaitState(service, "movements", 2, "building");
            for (ProductHistory model : histories.models()) {
                assertThat(service.get("/v1/inventory/" + model.productId).status()).isEqualTo(200);
            }

            try (KafkaBroker _ = startKafka(folder, port, controllerPort)) {
                awaitState(service, "movements", 2, "serving");
                assertShown(service, histories);
                assertThat(movements(2)).isEqualTo(movements(1)).isEqualTo(MANY_EVENTS);
            }
        }
    }

    @Test
    void a_rebuild_that_is_cancelled_during_the_building_leaves_no_tables() {
        try (QueryService service = QueryService.start(database, inSmallBatches())) {
            publishMany(service);
            rebuild(service, "movements");
            await(() -> built() > 0);
            assertThat(cancel(service, "movements").status()).isEqualTo(202);

            awaitSchemas(jdbc, "movements", "movements_g1");
            assertThat(built()).isZero();
            topic.publish(histories.next(500));
            service.awaitPosition(MANY_EVENTS + 500);
            assertShown(service, histories);
        }
    }

    @Test
    void when_a_replica_is_killed_during_a_comparison_another_replica_makes_it()
            throws SQLException {
        try (ServiceProcess killed =
                QueryService.startProcess(
                        database, Map.of("stockledger.topic.name", topic.name()))) {
            killed.awaitReady();
            topic.publish(histories.next(500));
            await(() -> received("inventory", 1) == 500);
            try (Connection blocker = dataSource.getConnection()) {
                inTransaction(blocker, "LOCK TABLE inventory_g1.inventory_view");
                // The rebuild endpoint inserts the same row.
                jdbc.sql(
                                """
                                INSERT INTO projections (projection, generation,
                                    projection_version, state)
                                VALUES ('inventory', 2, ?, 'building')
                                """)
                        .param(new InventoryProjection().version())
                        .update();
                await(() -> storedState("inventory", 2).equals("comparing") && isAnyLockAwaited());
                killed.kill();
                blocker.rollback();
            }
        }
        try (QueryService next = QueryService.start(database, topic.name())) {
            awaitState(next, "inventory", 2, "serving");
            assertShown(next, histories);
        }
    }

    @Test
    void a_swap_waits_for_a_running_read_and_does_not_delay_other_reads() throws SQLException {
        try (QueryService service = QueryService.start(database, topic.name())) {
            topic.publish(histories.next(500));
            service.awaitPosition(500);
            try (Connection reader = dataSource.getConnection()) {
                inTransaction(reader, "SELECT FROM inventory_v2.inventory_view");
                rebuild(service, "inventory");
                await(this::isAnyLockAwaited);
                for (ProductHistory model : histories.models()) {
                    assertThat(service.get("/v1/inventory/" + model.productId).status())
                            .isEqualTo(200);
                }
                assertThat(service.get("/v1/inventory?limit=500").status()).isEqualTo(200);
                assertThat(state(service, "inventory", 1)).isEqualTo("serving");
                reader.commit();
            }
            awaitState(service, "inventory", 2, "serving");
        }
    }

    private static KafkaBroker startKafka(Path folder, int port, int controllerPort) {
        return KafkaBroker.start(
                KafkaBroker.Location.in(folder), port, controllerPort, Tuning.QUICK_START);
    }

    private Map<String, String> inSmallBatches() {
        return inSmallBatches(topic, TestTopic.servers());
    }

    private static Map<String, String> inSmallBatches(TestTopic topic, String servers) {
        return Map.of(
                "stockledger.topic.name",
                topic.name(),
                "spring.kafka.bootstrap-servers",
                servers,
                "stockledger.query.batch-records-max",
                "200");
    }

    private void publishMany(QueryService service) {
        topic.publish(histories.next(MANY_EVENTS));
        service.awaitPosition(MANY_EVENTS);
    }

    /** The number of records that the rebuild of the movements has received. */
    private long built() {
        return received("movements", 2);
    }

    private long received(String projection, int generation) {
        return jdbc.sql(
                        """
                        SELECT coalesce(sum(next_offset), 0) FROM projection_progress
                        WHERE projection = ? AND generation = ?
                        """)
                .params(projection, generation)
                .query(Long.class)
                .single();
    }

    private long movements(int generation) {
        return jdbc.sql("SELECT count(*) FROM movements_g" + generation + ".movements")
                .query(Long.class)
                .single();
    }

    private String storedState(String projection, int generation) {
        return jdbc.sql("SELECT state FROM projections WHERE projection = ? AND generation = ?")
                .params(projection, generation)
                .query(String.class)
                .optional()
                .orElse("");
    }

    private boolean isAnyLockAwaited() {
        return jdbc.sql(
                                """
                                SELECT count(*) FROM pg_locks
                                WHERE NOT granted AND locktype = 'relation'
                                    AND database = (SELECT oid FROM pg_database
                                                    WHERE datname = current_database())
                                """)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private void terminateConnections() {
        jdbc.sql(
                        """
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """)
                .query(Long.class)
                .single();
    }

    private static void inTransaction(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
