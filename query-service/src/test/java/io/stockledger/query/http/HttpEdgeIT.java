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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class HttpEdgeIT {

    private static final int READ_TIMEOUT_MS = 60_000;

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
    void a_replica_on_an_empty_log_is_ready_and_has_no_lag() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/actuator/health/readiness").status() == 200);
        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
        Answer answer = service.get("/v1/inventory");
        assertThat(answer.text()).isEqualTo("{\"items\":[]}");
        assertThat(answer.number("Stock-Position")).isZero();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/v1/inventory").number("Stock-Lag-Ms") < 1_000);
    }

    @Test
    void an_unknown_path_is_a_problem() {
        assertProblem(service.get("/v1/nothing"), 404, "not-found");
        assertProblem(service.get("/none"), 404, "not-found");
    }

    @Test
    void a_method_that_is_not_allowed_is_refused_with_the_allowed_methods() {
        Answer answer = service.call("DELETE", "/v1/inventory/x");
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).contains("GET");
        Answer lookup = service.get("/v1/inventory-lookups");
        assertProblem(lookup, 405, "method-not-allowed");
        assertThat(lookup.header("Allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TRACE /v1/inventory | GET",
                "TRACE /v1/inventory/p%2F1 | GET",
                "TRACE /v1/inventory-lookups | POST",
                "TRACE /v1/projections/inventory/rebuild | DELETE, POST",
                "TRACE /actuator/health | GET",
                "CONNECT localhost:80 | ''"
            })
    void trace_and_connect_are_refused_with_the_allowed_methods_and_without_an_echo(
            String methodAndTarget, String allow) throws IOException {
        String answer =
                raw(methodAndTarget + " HTTP/1.1\r\nHost: localhost:80\r\nX-Secret: s3cret\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405");
        assertThat(answer).containsPattern("\r\nAllow: ?" + allow + "\r\n");
        assertThat(answer).contains("\"type\":\"urn:stockledger:problem:method-not-allowed\"");
        assertThat(answer).contains("Content-Type: application/problem+json");
        assertThat(answer).doesNotContain("s3cret");
    }

    @Test
    void trace_on_an_unknown_path_is_answered_with_not_found() throws IOException {
        String answer = raw("TRACE /v1/nothing HTTP/1.1\r\nHost: localhost\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404");
        assertThat(answer).contains("\"type\":\"urn:stockledger:problem:not-found\"");
    }

    @Test
    void connect_to_a_path_is_malformed_because_its_target_is_a_host_and_a_port()
            throws IOException {
        String answer = raw("CONNECT /v1/inventory HTTP/1.1\r\nHost: localhost\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(answer).contains("\"type\":\"urn:stockledger:problem:malformed-request\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/inventory/a%E2%80%8Bb, productId",
        "/v1/inventory/%EF%BB%BFa/movements, productId",
        "/v1/inventory/Cafe%CC%81/levels, productId",
        "/v1/inventory/a%C2%ADb?asOf=2026-03-01T09:30:00Z, productId",
        "/v1/orders/a%E2%80%AEb/reservations, orderId",
        "/v1/inventory?sku=a%E2%80%8Bb, sku",
        "/v1/inventory?warehouseId=.., warehouseId"
    })
    void an_unreadable_id_is_refused_and_its_field_is_named(String path, String field) {
        service.get(path).assertMalformed(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/inventory/.",
                "/v1/inventory/..",
                "/v1/inventory/%2E",
                "/v1/inventory/%2e%2E",
                "/v1/inventory/%2E%2E/movements",
                "/v1/orders/../reservations"
            })
    void a_dot_segment_is_malformed_and_leads_to_no_other_route(String path) {
        assertProblem(service.get(path), 400, "malformed-request");
    }

    @Test
    void an_unreadable_id_in_a_lookup_is_refused_and_named() {
        Answer answer =
                service.post(
                        "/v1/inventory-lookups",
                        "application/json",
                        "{\"productIds\": [\"a\", \"b\u200b\"]}");

        answer.assertMalformed("productIds[1]");
        assertThat(answer.text())
                .contains("must not contain the format character U+200B (at position 2)");
    }

    @Test
    void a_body_on_a_delete_is_malformed() {
        service.send("DELETE", "/v1/projections/inventory/rebuild", "{}").assertMalformed("body");
    }

    @Test
    void a_lookup_in_another_character_encoding_is_refused_and_the_encoding_is_named()
            throws IOException {
        String json = "{\"productIds\": [\"a\"]}";
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            String answer = lookup("", json.getBytes(charset));

            assertThat(answer).startsWith("HTTP/1.1 415");
            assertThat(answer)
                    .contains("unsupported-media-type", "character encoding UTF-16 is not");
        }
        assertThat(lookup("", json.getBytes(Charset.forName("UTF-32"))))
                .startsWith("HTTP/1.1 415")
                .contains("character encoding UTF-32 is not");
        assertProblem(
                service.post("/v1/inventory-lookups", "application/json;charset=utf-16", json),
                415,
                "unsupported-media-type");
    }

    @Test
    void a_lookup_with_a_content_encoding_is_refused_and_the_encoding_is_named()
            throws IOException {
        String answer =
                lookup(
                        "Content-Encoding: gzip\r\n",
                        "{\"productIds\": [\"a\"]}".getBytes(StandardCharsets.UTF_8));

        assertThat(answer).startsWith("HTTP/1.1 415");
        assertThat(answer).contains("Content-Encoding: 'gzip' is not supported");
        assertThat(answer).contains("\r\nAccept-Encoding: identity\r\n");
    }

    @Test
    void a_faulty_lookup_body_is_refused_with_the_reason() {
        Map<String, String> reasons =
                Map.of(
                        "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}",
                        "is nested deeper than 500 levels",
                        "{\"a\": " + "9".repeat(1_001) + "}",
                        "has a number of more than 1000 digits",
                        "{\"" + "x".repeat(50_001) + "\": 1}",
                        "has a field name of more than 50000 characters",
                        "{\"a\": 1, \"a\": 1}",
                        "gives the field 'a' twice",
                        "{} x",
                        "has text after the JSON object");
        reasons.forEach(
                (body, reason) -> {
                    Answer answer = service.post("/v1/inventory-lookups", "application/json", body);

                    answer.assertMalformed("body");
                    assertThat(answer.text()).contains("body: " + reason);
                });
    }

    @Test
    void an_unknown_query_parameter_is_malformed_on_each_method() {
        service.get("/v1/inventory?x=1").assertMalformed("x");
        service.post("/v1/inventory-lookups?x=1", "application/json", "{}").assertMalformed("x");
        service.call("DELETE", "/v1/projections/inventory/rebuild?x=1").assertMalformed("x");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/inventory/p;v=1",
        "GET, /v1/inventory/p;",
        "GET, /v1/inventory;limit=1",
        "GET, /v1/inventory/p;v=1/movements",
        "GET, /v1/inventory/p/levels;step=day",
        "GET, /v1;a/orders/o/reservations",
        "GET, /v1/orders/o;a/reservations",
        "GET, /v1/inventory-changes;productId=p",
        "GET, /v1/low-stock-alerts;a",
        "GET, /v1/projections;a",
        "POST, /v1/inventory-lookups;a",
        "POST, /v1/projections/inventory;a/rebuild",
        "DELETE, /v1/projections/inventory/rebuild;a",
        "POST, /v1/projections/inventory/swap;generation=1",
        "GET, /v1/nothing;a",
        "GET, /actuator/health;a"
    })
    void a_path_parameter_is_malformed_on_each_call(String method, String path) {
        Answer answer = service.call(method, path);

        answer.assertMalformed("path");
        assertThat(answer.text()).contains("must not have parameters; write ';' as %3B in an id");
        assertThat(answer.json().path("instance").asString()).isEqualTo(path);
    }

    @Test
    void an_encoded_semicolon_is_part_of_an_id() {
        Answer answer = service.get("/v1/inventory/a%3Bb");

        assertProblem(answer, 404, "product-not-found");
        assertThat(answer.json().path("productId").asString()).isEqualTo("a;b");
    }

    @Test
    void a_media_type_that_is_not_supported_is_refused() {
        assertProblem(service.get("/v1/inventory", "Accept", "text/html"), 406, "not-acceptable");
        assertProblem(service.get("/v1/inventory/a", "Accept", "text/csv"), 406, "not-acceptable");
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
    void a_head_request_is_answered_without_a_body() {
        Answer answer = service.call("HEAD", "/v1/inventory");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void the_served_api_description_is_the_openapi_file() {
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
                        "/v1/inventory/{productId}/curve",
                        "/v1/inventory/{productId}/reservations",
                        "/v1/movements",
                        "/v1/orders/{orderId}/reservations",
                        "/v1/projections",
                        "/v1/projections/{name}/rebuild",
                        "/v1/projections/{name}/swap",
                        "/v1/low-stock-alerts",
                        "/v1/dead-letters",
                        "/v1/dead-letters/{id}",
                        "/v1/dead-letters/{id}/retry",
                        "/asyncapi",
                        "/asyncapi.yaml");
        assertThat(answer.text()).contains("WHITE HANGING HEART T-LIGHT HOLDER");
        assertThat(service.get("/swagger-ui.html").status()).isIn(200, 302);
        assertThat(service.get("/swagger-ui/index.html").status()).isEqualTo(200);
    }

    @Test
    void prometheus_shows_the_metrics_of_the_projections() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
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
        assertThat(raw("GET /v1/inventory?q=%ZZ HTTP/1.1\r\nHost: localhost\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "malformed-request");
    }

    @Test
    void an_answer_has_the_correlation_id_of_its_request() {
        assertThat(
                        service.get("/v1/inventory/nil", "X-Correlation-Id", "till-4")
                                .header("X-Correlation-Id"))
                .isEqualTo("till-4");
    }

    private static String lookup(String headers, byte[] body) throws IOException {
        return raw(
                "POST /v1/inventory-lookups HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\n"
                        + headers
                        + "Content-Length: "
                        + body.length
                        + "\r\n",
                body);
    }

    /** Sends a request of which the text has the request line and the headers. */
    private static String raw(String head, byte... body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            OutputStream out = socket.getOutputStream();
            out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(Answer answer, int status, String name) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.problem()).isEqualTo(name);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }
}
