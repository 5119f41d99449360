package io.stockledger.query.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Exports that are larger than the buffers of a connection, so that they wait for their caller: the
 * consistency of their snapshot, and their limits.
 */
class ExportLimitsIT {

    private static final int PRODUCTS = 20_000;
    private static final String SNAPSHOTS =
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'stockledger-query-exports'
                AND backend_xmin IS NOT NULL
            """;

    /** Connections that wait in the pool are left alone, since a later export may get them. */
    private static final String TERMINATE =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'stockledger-query-exports'
                AND backend_xmin IS NOT NULL
            """;

    private static final HandwrittenLog LOG = new HandwrittenLog();

    private static TestTopic topic;
    private static TestDatabase database;
    private static JdbcClient jdbc;

    /** With limits that no test reaches, and at most two exports. */
    private static QueryService patient;

    @BeforeAll
    static void startWithProducts() {
        topic = TestTopic.create(6);
        database = TestStack.shared().newViewsDatabase();
        jdbc = JdbcClient.create(dataSource());
        for (int i = 0; i < PRODUCTS; i++) {
            LOG.add(
                    new ProductRegistered(
                            "p%05d".formatted(i), "thing ".repeat(70) + i, "S", 5, "main"));
        }
        topic.publish(LOG.events());
        patient = start("60000", "900000");
        patient.awaitPosition(PRODUCTS);
    }

    @AfterAll
    static void stop() {
        patient.close();
        topic.close();
    }

    /** An export that was not read to its end gives up its place a little later. */
    @BeforeEach
    void awaitTheEndOfEarlierExports() {
        await().until(() -> metric(patient, "stockledger_exports_running") == 0);
        awaitNoSnapshot();
    }

    @Test
    void an_export_shows_one_moment_although_events_arrive_while_it_is_read() throws IOException {
        try (var export = ExportConnection.open(patient.port(), "/v1/inventory")) {
            List<String> changed = List.of("p00000", "p10000", "p19999");
            int before = LOG.events().size();
            changed.forEach(id -> LOG.add(new StockReceived(id, "main", 1_000, "r", false)));
            topic.publish(LOG.events().subList(before, LOG.events().size()));
            patient.awaitPosition(LOG.events().size());

            String csv = export.readToEnd();
            assertThat(csv.lines()).hasSize(PRODUCTS + 1);
            assertThat(csv).doesNotContain(",1005,");
            assertThat(patient.get("/v1/inventory/p19999").json().path("totalStock").asLong())
                    .isGreaterThan(1_000);
        }
        awaitNoSnapshot();
    }

    @Test
    void a_rebuild_is_swapped_in_while_an_export_is_read() throws IOException {
        try (var export = ExportConnection.open(patient.port(), "/v1/inventory")) {
            Answer rebuild = patient.call("POST", "/v1/projections/inventory/rebuild");
            assertThat(rebuild.status()).as(rebuild.text()).isEqualTo(202);
            await().untilAsserted(
                            () ->
                                    assertThat(patient.get("/v1/projections").text())
                                            .contains("\"state\":\"retained\""));
            assertThat(export.readToEnd().lines()).hasSize(PRODUCTS + 1);
        }
    }

    @Test
    void more_exports_than_the_limit_are_refused_as_overloaded() {
        try (var one = ExportConnection.open(patient.port(), "/v1/inventory");
                var other = ExportConnection.open(patient.port(), "/v1/movements")) {
            assertThat(one.status()).contains(" 200 ");
            assertThat(other.status()).contains(" 200 ");
            assertThat(metric(patient, "stockledger_exports_running")).isEqualTo(2);
            assertThat(metric(patient, "stockledger_export_snapshot_age_seconds")).isPositive();
            for (String path : List.of("/v1/inventory", "/v1/inventory/p00000/movements")) {
                Answer third = patient.get(path, "Accept", "text/csv");
                assertThat(third.status()).isEqualTo(503);
                assertThat(third.problem()).isEqualTo("overloaded");
                assertThat(third.number("Retry-After")).isPositive();
            }
            assertThat(patient.get("/v1/inventory?limit=1").status()).isEqualTo(200);
        }
        await().until(() -> metric(patient, "stockledger_exports_running") == 0);
        assertThat(patient.get("/v1/inventory?q=19999", "Accept", "text/csv").status())
                .isEqualTo(200);
    }

    @Test
    void the_snapshot_of_a_caller_that_leaves_is_released() {
        try (var export = ExportConnection.open(patient.port(), "/v1/inventory")) {
            assertThat(export.status()).contains(" 200 ");
            assertThat(snapshots()).isEqualTo(1);
        }
        awaitNoSnapshot();
        await().until(
                        () ->
                                metric(patient, "stockledger_exports_total{outcome=\"incomplete\"}")
                                        > 0);
    }

    @Test
    void a_caller_that_stops_reading_is_cut_and_its_snapshot_is_released() {
        try (QueryService service = start("300", "900000");
                var export = ExportConnection.open(service.port(), "/v1/inventory")) {
            awaitNoSnapshot();
            assertThatThrownBy(export::readToEnd).isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_export_that_takes_too_long_is_cut_although_its_caller_reads() {
        try (QueryService service = start("60000", "3000");
                var export = ExportConnection.open(service.port(), "/v1/inventory")) {
            assertThat(export.status()).contains(" 200 ");
            await().untilAsserted(
                            () ->
                                    // Some megabytes wait in the buffers of the connection.
                                    assertThatThrownBy(() -> export.read(32_768))
                                            .isInstanceOf(IOException.class));
            awaitNoSnapshot();
        }
    }

    @Test
    void an_export_that_takes_too_long_before_its_first_bytes_is_answered_with_a_problem()
            throws SQLException {
        try (QueryService service = start("60000", "1000");
                Connection connection = dataSource().getConnection();
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("LOCK TABLE movements_g1.movements IN ACCESS EXCLUSIVE MODE");
            Answer answer = service.get("/v1/movements", "Accept", "text/csv");
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("view-unavailable");
            assertThat(answer.json().path("detail").asString())
                    .isEqualTo("The export took longer than 1000 ms; use filters");
            assertThat(answer.number("Retry-After")).isPositive();
            awaitNoSnapshot();
        }
    }

    /** With HTTP/1.0 a connection that is closed in order is the end of a complete answer. */
    @Test
    void a_failure_in_the_middle_does_not_look_like_a_complete_file() {
        for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
            try (var export = ExportConnection.open(patient.port(), "/v1/inventory", version)) {
                assertThat(export.status()).contains(" 200 ");
                jdbc.sql(TERMINATE).query(_ -> {});
                assertThatThrownBy(export::readUntilClosed)
                        .as(version)
                        .isInstanceOf(IOException.class);
            }
        }
        awaitNoSnapshot();
    }

    private static DriverManagerDataSource dataSource() {
        return new DriverManagerDataSource(
                database.jdbcUrl(), database.applicationUser(), database.applicationPassword());
    }

    private static QueryService start(String stallMaxMs, String durationMaxMs) {
        Map<String, String> settings = new HashMap<>();
        settings.put("stockledger.topic.name", topic.name());
        settings.put("stockledger.exports.running-max", "2");
        settings.put("stockledger.exports.stall-max-ms", stallMaxMs);
        settings.put("stockledger.exports.duration-max-ms", durationMaxMs);
        return QueryService.start(database, settings);
    }

    private static void awaitNoSnapshot() {
        await().until(() -> snapshots() == 0);
    }

    private static long snapshots() {
        return jdbc.sql(SNAPSHOTS).query(Long.class).single();
    }

    private static double metric(QueryService service, String name) {
        return service.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(25));
    }
}
