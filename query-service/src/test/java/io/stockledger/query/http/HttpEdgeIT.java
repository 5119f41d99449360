package io.stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class HttpEdgeIT {

    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void startOnAnEmptyLog() {
        topic = TestTopic.create(3);
        service = QueryService.start(TestStack.shared().newViewsDatabase(), topic.name());
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void a_replica_on_an_empty_log_is_ready_and_not_behind() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/actuator/health/readiness").status() == 200);
        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
        Answer answer = service.get("/v1/inventory");
        assertThat(answer.text()).isEqualTo("{\"items\":[]}");
        assertThat(answer.number("Stock-Position")).isZero();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/v1/inventory").number("Stock-Lag-Ms") == 0);
    }

    @Test
    void an_unknown_path_is_a_problem() {
        assertProblem(service.get("/v1/nothing"), 404, "not-found");
        assertProblem(service.get("/"), 404, "not-found");
    }

    @Test
    void another_method_is_refused_with_those_that_are_allowed() {
        Answer answer = service.call("DELETE", "/v1/inventory/x");
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).contains("GET");
        Answer lookup = service.get("/v1/inventory-lookups");
        assertProblem(lookup, 405, "method-not-allowed");
        assertThat(lookup.header("Allow")).isEqualTo("POST");
    }

    @Test
    void another_media_type_is_refused() {
        assertProblem(service.get("/v1/inventory", "Accept", "text/csv"), 406, "not-acceptable");
        assertProblem(
                service.post("/v1/inventory-lookups", "text/plain", "{}"),
                415,
                "unsupported-media-type");
    }

    @Test
    void a_body_beyond_its_limit_is_refused() {
        assertProblem(
                service.post(
                        "/v1/inventory-lookups",
                        "application/json",
                        "{\"productIds\":[\"" + "x".repeat(1_000_000) + "\"]}"),
                413,
                "payload-too-large");
    }

    @Test
    void the_head_of_a_product_is_answered_without_a_body() {
        Answer answer = service.call("HEAD", "/v1/inventory");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void the_description_is_the_one_written_by_hand() {
        Answer answer = service.get("/v3/api-docs");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("paths").propertyNames())
                .containsExactlyInAnyOrder(
                        "/v1/inventory/{productId}",
                        "/v1/inventory",
                        "/v1/inventory-lookups",
                        "/v1/inventory-changes",
                        "/v1/inventory/{productId}/movements",
                        "/v1/inventory/{productId}/levels",
                        "/v1/orders/{orderId}/reservations",
                        "/v1/projections",
                        "/v1/projections/{name}/rebuild",
                        "/v1/projections/{name}/swap",
                        "/v1/low-stock-alerts");
        assertThat(answer.text()).contains("WHITE HANGING HEART T-LIGHT HOLDER");
        assertThat(service.get("/swagger-ui.html").status()).isIn(200, 302);
        assertThat(service.get("/swagger-ui/index.html").status()).isEqualTo(200);
    }

    @Test
    void prometheus_reads_the_projections_figures() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(service.get("/actuator/prometheus").text())
                                        .contains(
                                                "stockledger_inventory_cache_hits_total",
                                                "stockledger_inventory_cache_misses_total",
                                                "stockledger_inventory_cache_evictions_total",
                                                "stockledger_change_feed_changes_total",
                                                "stockledger_change_feed_reconnects_total",
                                                "stockledger_projection_lag_events{",
                                                "stockledger_projection_lag_seconds{",
                                                "stockledger_projection_held_products{",
                                                "stockledger_projection_position{",
                                                "stockledger_projection_batch_records_count",
                                                "stockledger_projection_batch_time_seconds_count"));
    }

    @Test
    void a_query_that_is_not_well_encoded_is_a_problem() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.getOutputStream()
                    .write(
                            """
                            GET /v1/inventory?q=%ZZ HTTP/1.1\r
                            Host: localhost\r
                            Connection: close\r
                            \r
                            """
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "malformed-request");
        }
    }

    @Test
    void a_correlation_id_comes_back() {
        assertThat(
                        service.get("/v1/inventory/nil", "X-Correlation-Id", "till-4")
                                .header("X-Correlation-Id"))
                .isEqualTo("till-4");
    }

    private static void assertProblem(Answer answer, int status, String name) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.problem()).isEqualTo(name);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }
}
