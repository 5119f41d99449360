package io.stockledger.command.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.RunningCommandService;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;

/** The text that Prometheus scrapes. */
class MetricsIT {

    private static final Calls CALLS = new Calls(RunningCommandService.shared().url());

    private static List<String> lines = List.of();

    @BeforeAll
    static void scrape() {
        CALLS.reserve(CALLS.product(1), "o-1", 5);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> {
                            lines =
                                    CALLS.get("/actuator/prometheus")
                                            .response()
                                            .body()
                                            .lines()
                                            .toList();
                            assertThat(lines).anyMatch(line -> line.startsWith("kafka_producer_"));
                        });
    }

    @Test
    void the_services_own_metrics_have_these_names_and_types() {
        assertThat(lines.stream().filter(line -> line.startsWith("# TYPE stockledger_")))
                .containsExactlyInAnyOrder(
                        "# TYPE stockledger_append_conflicts_total counter",
                        "# TYPE stockledger_append_seconds histogram",
                        "# TYPE stockledger_append_seconds_max gauge",
                        "# TYPE stockledger_batch_size_commands histogram",
                        "# TYPE stockledger_batch_size_commands_max gauge",
                        "# TYPE stockledger_build_info gauge",
                        "# TYPE stockledger_cached_products gauge",
                        "# TYPE stockledger_commands_total counter",
                        "# TYPE stockledger_http_body_bytes gauge",
                        "# TYPE stockledger_http_body_refusals_total counter",
                        "# TYPE stockledger_http_body_timeouts_total counter",
                        "# TYPE stockledger_http_connections gauge",
                        "# TYPE stockledger_http_rate_refusals_total counter",
                        "# TYPE stockledger_http_slot_refusals_total counter",
                        "# TYPE stockledger_queue_depth gauge",
                        "# TYPE stockledger_relay_fault gauge",
                        "# TYPE stockledger_relay_heartbeat_age_seconds gauge",
                        "# TYPE stockledger_relay_lag_events gauge",
                        "# TYPE stockledger_relay_lag_seconds gauge",
                        "# TYPE stockledger_relay_leading gauge",
                        "# TYPE stockledger_relay_repairs_total counter",
                        "# TYPE stockledger_relay_republished_events_total counter",
                        "# TYPE stockledger_relay_term gauge",
                        "# TYPE stockledger_relay_topics_recreated_total counter");
    }

    @Test
    void each_metric_of_the_service_has_a_help_text() {
        assertThat(lines.stream().filter(line -> line.startsWith("# HELP stockledger_")))
                .hasSize(24)
                .allMatch(line -> line.matches("# HELP \\S+ \\S.*"));
    }

    @Test
    void no_metric_has_quantiles_that_the_service_computes() {
        assertThat(lines).noneMatch(line -> line.contains("quantile="));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("stockledger_append_seconds_bucket{le=\"0.01\"}"))
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "stockledger_batch_size_commands_bucket{le=\"1.0\""));
    }

    @Test
    void commands_are_counted_by_type_and_outcome() {
        assertThat(lines)
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "stockledger_commands_total{outcome=\"recorded\","
                                                + "type=\"register-product\"}"))
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "stockledger_commands_total{outcome="
                                            + "\"insufficient-stock\",type=\"reserve-stock\"}"));
    }

    @Test
    void the_name_and_the_version_of_the_service_are_shown() {
        assertThat(lines)
                .anyMatch(
                        line ->
                                line.matches(
                                        "stockledger_build_info\\{application="
                                                + "\"stockledger-command\",version="
                                                + "\"\\d+\\.\\d+\\.\\d+.*\"\\} 1.*"));
    }

    @Test
    void the_metrics_show_whether_the_instance_leads() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                CALLS.get("/actuator/prometheus")
                                        .response()
                                        .body()
                                        .contains("stockledger_relay_leading 1"));
    }

    @Test
    void the_readiness_shows_the_event_store_and_the_lag_of_the_relay() {
        JsonNode store =
                CALLS.get("/actuator/health/readiness").body().at("/components/eventStore");

        assertThat(store.path("status").asString()).isEqualTo("UP");
        assertThat(store.at("/details/relayLagEvents").isNumber()).isTrue();
        assertThat(store.at("/details/relayLagMs").isNumber()).isTrue();
        assertThat(store.at("/details/relay").propertyNames())
                .containsExactly("leader", "term", "since", "activity");
    }
}
