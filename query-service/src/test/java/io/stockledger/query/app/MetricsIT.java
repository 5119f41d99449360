package io.stockledger.query.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** The text that Prometheus scrapes. */
class MetricsIT {

    private static TestTopic topic;
    private static QueryService service;
    private static List<String> lines = List.of();

    @BeforeAll
    static void scrape() {
        topic = TestTopic.create(3);
        service = QueryService.start(TestStack.shared().newViewsDatabase(), topic.name());
        topic.publish(new Histories(1, 10, 3).next(100));
        service.awaitPosition(100);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> {
                            lines = service.get("/actuator/prometheus").text().lines().toList();
                            assertThat(lines)
                                    // A batch is counted after its commit.
                                    .anyMatch(
                                            line ->
                                                    line.startsWith(
                                                            "stockledger_projection_events_total{"))
                                    .anyMatch(line -> line.startsWith("kafka_consumer_"))
                                    .anyMatch(line -> line.startsWith("kafka_admin_client_"));
                        });
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void the_services_own_metrics_have_these_names_and_types() {
        assertThat(lines.stream().filter(line -> line.startsWith("# TYPE stockledger_")))
                .containsExactlyInAnyOrder(
                        "# TYPE stockledger_build_info gauge",
                        "# TYPE stockledger_change_feed_changes_total counter",
                        "# TYPE stockledger_change_feed_listening gauge",
                        "# TYPE stockledger_change_feed_reconnects_total counter",
                        "# TYPE stockledger_change_feed_waiting gauge",
                        "# TYPE stockledger_dead_letters gauge",
                        "# TYPE stockledger_dead_letters_evictions_total counter",
                        "# TYPE stockledger_export_rows_total counter",
                        "# TYPE stockledger_export_snapshot_age_seconds gauge",
                        "# TYPE stockledger_exports_running gauge",
                        "# TYPE stockledger_heartbeat_age_seconds gauge",
                        "# TYPE stockledger_http_body_bytes gauge",
                        "# TYPE stockledger_http_body_refusals_total counter",
                        "# TYPE stockledger_http_body_timeouts_total counter",
                        "# TYPE stockledger_http_connections gauge",
                        "# TYPE stockledger_http_rate_refusals_total counter",
                        "# TYPE stockledger_http_slot_refusals_total counter",
                        "# TYPE stockledger_inventory_cache_answers gauge",
                        "# TYPE stockledger_inventory_cache_evictions_total counter",
                        "# TYPE stockledger_inventory_cache_hits_total counter",
                        "# TYPE stockledger_inventory_cache_misses_total counter",
                        "# TYPE stockledger_missing_events gauge",
                        "# TYPE stockledger_projection_batch_failures_total counter",
                        "# TYPE stockledger_projection_batch_records histogram",
                        "# TYPE stockledger_projection_batch_records_max gauge",
                        "# TYPE stockledger_projection_batch_time_seconds histogram",
                        "# TYPE stockledger_projection_batch_time_seconds_max gauge",
                        "# TYPE stockledger_projection_events_total counter",
                        "# TYPE stockledger_projection_held_products gauge",
                        "# TYPE stockledger_projection_lag_events gauge",
                        "# TYPE stockledger_projection_lag_seconds gauge",
                        "# TYPE stockledger_projection_position gauge",
                        "# TYPE stockledger_repair_requests_total counter",
                        "# TYPE stockledger_verification_differences gauge",
                        "# TYPE stockledger_verification_products_total counter");
    }

    @Test
    void each_metric_of_the_service_has_a_help_text() {
        assertThat(lines.stream().filter(line -> line.startsWith("# HELP stockledger_")))
                .hasSize(35)
                .allMatch(line -> line.matches("# HELP \\S+ \\S.*"));
    }

    @Test
    void no_metric_has_quantiles_that_the_service_computes() {
        assertThat(lines).noneMatch(line -> line.contains("quantile="));
        assertThat(lines)
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "stockledger_projection_batch_time_seconds_bucket"
                                                + "{le=\"0.01\"}"))
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "stockledger_projection_batch_records_bucket"
                                                + "{le=\"100.0\"}"));
    }

    @Test
    void each_read_model_shows_its_position() {
        for (String projection : List.of("inventory", "reservations", "movements", "low_stock")) {
            assertThat(lines)
                    .contains(
                            "stockledger_projection_position{projection=\""
                                    + projection
                                    + "\"} 100.0");
        }
    }

    @Test
    void the_name_and_the_version_of_the_service_are_shown() {
        assertThat(lines)
                .anyMatch(
                        line ->
                                line.matches(
                                        "stockledger_build_info\\{application="
                                                + "\"stockledger-query\",version="
                                                + "\"\\d+\\.\\d+\\.\\d+.*\"\\} 1.*"));
    }
}
