package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;

/** Everything that HTTP itself refuses is a problem, down to a malformed request line. */
class HttpEdgeIT {

    private static final int READ_TIMEOUT_MS = 60_000;

    private final String url = RunningCommandService.shared().url();
    private final Calls calls = new Calls(url);

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/products, POST",
        "GET, /v1/products, POST",
        "GET, /v1/products/p-1/receipts, POST",
        "POST, /v1/products/p-1/events, GET",
        "GET, /v1/products/p-1/reservations/o-1, DELETE",
        "PUT, /v1/products/p-1, GET",
        "POST, /v1/products/p-1/policy, PUT",
        "PATCH, /v1/products/p-1/archive, DELETE",
        "PUT, /v1/orders/o-1/reservations, PATCH"
    })
    void a_method_that_is_not_allowed_is_refused_with_the_allowed_methods(
            String method, String path, String allow) {
        Answer answer =
                calls.send(
                        calls.request(path, "Content-Type", "application/json")
                                .method(method, BodyPublishers.noBody()));

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).contains(allow);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TRACE /v1/products | POST",
                "TRACE /v1/products/p-1 | GET, PATCH",
                "TRACE /v1/products/p%2F1/reservations/o-1 | DELETE, PATCH",
                "TRACE /v1/orders/o-1/reservations | DELETE, PATCH, POST",
                "TRACE /actuator/health | GET",
                "CONNECT /v1/products | POST",
                "CONNECT /v1/products/p-1 | GET, PATCH",
                "CONNECT localhost:80 | ''"
            })
    void trace_and_connect_are_refused_with_the_allowed_methods_and_without_an_echo(
            String methodAndTarget, String allow) throws IOException {
        String answer =
                raw(
                        methodAndTarget
                                + " HTTP/1.1\r\nHost: localhost:80\r\nX-Secret: s3cret\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405");
        assertThat(answer).containsIgnoringCase("\r\nAllow: " + allow + "\r\n");
        assertThat(answer).contains("\"type\":\"urn:stockledger:problem:method-not-allowed\"");
        assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(answer).doesNotContain("s3cret");
        assertShowsNoImplementation(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT"})
    void trace_and_connect_on_an_unknown_path_are_answered_with_not_found(String method)
            throws IOException {
        String answer = raw(method + " /v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404");
        assertThat(answer).contains("\"type\":\"urn:stockledger:problem:not-found\"");
    }

    @Test
    void a_request_that_accepts_no_offered_media_type_is_refused() {
        String productId = calls.product(1);

        assertProblem(
                calls.get(Calls.path(productId), "Accept", "application/xml"),
                406,
                "not-acceptable");
        assertProblem(
                calls.receive(productId, "main", 1, "Accept", "text/html"), 406, "not-acceptable");
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-ndjson"})
    void a_body_of_an_unsupported_media_type_is_refused(String type) {
        Answer answer =
                calls.send(
                        calls.request("/v1/products")
                                .setHeader("Content-Type", type)
                                .POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 415, "unsupported-media-type");
        assertThat(answer.header("Accept")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/products/a%E2%80%8Bb",
                "/v1/products/%EF%BB%BFa/events",
                "/v1/products/Cafe%CC%81",
                "/v1/products/.",
                "/v1/products/..",
                "/v1/products/%2E%2E",
                "/v1/products/%2e/events"
            })
    void an_id_that_cannot_be_read_or_addressed_is_malformed(String path) {
        calls.get(path).assertMalformed("productId");
    }

    @Test
    void an_unknown_query_parameter_is_malformed_on_each_method() {
        calls.get("/v1/products/p-1?x=1").assertMalformed("x");
        calls.delete("/v1/products/p-1/reservations/o-1?quantity=2").assertMalformed("quantity");
        calls.post("/v1/products?x=1", "{}").assertMalformed("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/products/p-1;v=1",
                "/v1/products/p-1;",
                "/v1;a/products/p-1",
                "/v1/nothing;a",
                "/actuator/health;a",
                "/v3/api-docs;a"
            })
    void a_path_parameter_is_malformed_on_each_path(String path) {
        Answer answer = calls.get(path);

        answer.assertMalformed("path");
        assertThat(answer.body().at("/errors/0/message").asString())
                .isEqualTo("must not have parameters; write ';' as %3B in an id");
        assertThat(answer.body().get("instance").asString()).isEqualTo(path);
    }

    @Test
    void a_semicolon_in_a_query_is_no_path_parameter() {
        String productId = calls.product(1);

        calls.get(Calls.path(productId) + "?a;b").assertMalformed("a;b");
    }

    @Test
    void a_body_on_a_delete_is_malformed() {
        calls.send(
                        calls.request("/v1/orders/o-1/reservations")
                                .method("DELETE", BodyPublishers.ofString("{}")))
                .assertMalformed("body");
    }

    @Test
    void a_body_without_a_media_type_is_refused() {
        assertProblem(
                calls.send(calls.request("/v1/products").POST(BodyPublishers.ofString("{}"))),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/",
                "/v2/products",
                "/v1/products/p-1/nonsense",
                "/v1/products/p-1/events/7",
                "/actuator/env",
                "/error/x",
                "/v1/products/a/b"
            })
    void an_unknown_path_is_a_problem(String path) {
        Answer answer = calls.get(path);

        assertProblem(answer, 404, "not-found");
        assertThat(answer.body().get("instance").asString()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/products/{x} HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/products/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/products/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/products/%FF HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/products/p HTTP/1.1\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /v1/products HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/products HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                        + "Content-Length: 2\r\n\r\n{}",
                "GET /v1/products/p HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n"
            })
    void a_malformed_request_is_answered_with_a_problem(String request) throws IOException {
        String answer = raw(request);

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(answer).contains("\"type\":\"urn:stockledger:problem:malformed-request\"");
        assertShowsNoImplementation(answer);
    }

    @Test
    void a_request_line_or_header_that_is_too_large_is_answered_with_a_problem()
            throws IOException {
        String answer =
                raw(
                        "GET /"
                                + "x".repeat(20_000)
                                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 4(00|14|31) .*");
        assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
        assertShowsNoImplementation(answer);
    }

    @Test
    void a_body_that_ends_before_its_announced_length_records_nothing() throws IOException {
        String productId = calls.product(1);
        String body = "{\"warehouseId\":\"main\",\"quantity\":1,\"reference\":\"r\"}";
        URI address = URI.create(url);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("POST %s/receipts HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n"
                                            + "Content-Type: application/json\r\n\r\n%s")
                                    .formatted(Calls.path(productId), body)
                                    .getBytes(UTF_8));
            socket.shutdownOutput();
            socket.setSoTimeout(READ_TIMEOUT_MS);
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400");
        }
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void health_and_the_api_description_are_served() {
        assertThat(calls.get("/actuator/health/readiness").body().get("status").asString())
                .isEqualTo("UP");
        assertThat(calls.get("/actuator/health/liveness").body().get("status").asString())
                .isEqualTo("UP");
        assertThat(calls.get("/v3/api-docs").body().get("openapi").asString()).startsWith("3.1");
        assertThat(calls.get("/swagger-ui.html").status()).isIn(200, 302);
    }

    @Test
    void the_metrics_that_operators_watch_have_these_names() {
        String productId = calls.product(1);
        calls.reserve(productId, "o-1", 5);

        String metrics = calls.get("/actuator/prometheus").response().body();

        assertThat(metrics)
                .contains(
                        "stockledger_commands_total{outcome=\"recorded\","
                                + "type=\"register-product\"}",
                        "stockledger_commands_total{outcome=\"insufficient-stock\","
                                + "type=\"reserve-stock\"}",
                        "stockledger_batch_size_commands_count",
                        "stockledger_append_seconds_count",
                        "stockledger_append_seconds_bucket",
                        "stockledger_append_conflicts_total",
                        "stockledger_queue_depth",
                        "stockledger_cached_products",
                        "stockledger_relay_lag_events",
                        "stockledger_relay_lag_seconds");
    }

    private String raw(String request) throws IOException {
        URI address = URI.create(url);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static void assertProblem(Answer answer, int status, String problem) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
        assertShowsNoImplementation(answer.response().body());
    }

    private static void assertShowsNoImplementation(String text) {
        assertThat(text).doesNotContain("Exception", "org.apache", "springframework", "Tomcat");
    }
}
