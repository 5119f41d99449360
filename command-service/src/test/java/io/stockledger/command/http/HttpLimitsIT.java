package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.http.BodyBudget;
import io.stockledger.teststack.RawConnection;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Callers that are slow or send too much at once. The limits are small, so that tests are fast. */
class HttpLimitsIT {

    private static final int BUDGET_BYTES = 1_000_000;
    private static final int CONNECTIONS_MAX = 40;
    private static final int ADDRESS_CONNECTIONS_MAX = 30;
    private static final int FEW_CONNECTIONS = 8;
    private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress CROWDED = InetAddress.ofLiteral("127.0.0.3");
    private static final int PAUSE_MS = 100;
    private static final Duration CUT_WITHIN = Duration.ofSeconds(60);
    private static final String ORDER = "/v1/orders/o-1/reservations";

    private static final String LIVENESS =
            """
            GET /actuator/health/liveness HTTP/1.1\r
            Host: x\r
            \r
            """;

    private static RunningCommandService service;
    private static BodyBudget budget;
    private static Calls calls;

    @BeforeAll
    static void start() {
        service =
                RunningCommandService.start(
                        "stockledger.http.body-budget-bytes-max=" + BUDGET_BYTES,
                        "stockledger.http.body-timeout-ms=1500",
                        "stockledger.http.head-timeout-ms=1000",
                        // The limits of this class cut a connection, and not the one of Tomcat.
                        "server.tomcat.connection-timeout=120s",
                        "stockledger.http.connections-max=" + CONNECTIONS_MAX,
                        "stockledger.clients.connections-max=" + ADDRESS_CONNECTIONS_MAX);
        budget = service.bean(BodyBudget.class);
        calls = new Calls(service.url());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void a_body_that_trickles_is_answered_with_408_and_its_connection_is_closed() throws Exception {
        long timeouts = budget.timeouts();
        try (RawConnection slow = connect()) {
            slow.send(RawConnection.post(ORDER, 5_000));

            String answer = slow.trickleUntilClosed("a", PAUSE_MS, CUT_WITHIN);

            assertThat(answer)
                    .startsWith("HTTP/1.1 408")
                    .contains(
                            "urn:stockledger:problem:request-timeout", "application/problem+json");
        }
        assertThat(budget.timeouts()).isEqualTo(timeouts + 1);
        awaitNothingInUse();
    }

    @Test
    void a_body_that_stops_is_answered_with_408_and_its_connection_is_closed() throws Exception {
        try (RawConnection slow = connect()) {
            slow.send(RawConnection.post(ORDER, 5_000) + "{\"lines\": ");

            String answer = slow.trickleUntilClosed("", PAUSE_MS, CUT_WITHIN);

            assertThat(answer)
                    .startsWith("HTTP/1.1 408")
                    .contains("urn:stockledger:problem:request-timeout");
        }
        awaitNothingInUse();
    }

    @Test
    void a_delete_of_which_a_body_trickles_is_answered_and_its_connection_is_closed()
            throws Exception {
        try (RawConnection slow = connect()) {
            slow.send(
                    """
                    DELETE /v1/orders/o-1/reservations HTTP/1.1\r
                    Host: x\r
                    Content-Length: 5000\r
                    \r
                    """);

            assertThat(slow.trickleUntilClosed("a", PAUSE_MS, CUT_WITHIN))
                    .startsWith("HTTP/1.1 400")
                    .contains("must be empty");
        }
    }

    @Test
    void a_head_that_trickles_loses_its_connection() throws Exception {
        try (RawConnection slow = connect()) {
            slow.send("POST /v1/products HTTP/1.1\r\nHost: x\r\nX-Note: ");

            slow.trickleUntilClosed("a", PAUSE_MS, CUT_WITHIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b"})
    void a_form_is_refused_without_reading_it(String type) throws Exception {
        for (String method : List.of("POST", "PATCH", "PUT", "DELETE")) {
            try (RawConnection slow = connect()) {
                slow.send(
                        "%s /v1/products/p/events HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 900000000\r\n\r\na=1&"
                                .formatted(method, type));

                assertThat(slow.trickleUntilClosed("b", PAUSE_MS, CUT_WITHIN))
                        .startsWith("HTTP/1.1 405");
            }
        }
    }

    @Test
    void bodies_beyond_the_byte_budget_are_refused_until_the_others_are_done() throws Exception {
        try (RunningCommandService patient =
                RunningCommandService.start(
                        "stockledger.http.body-budget-bytes-max=" + BUDGET_BYTES,
                        "stockledger.http.body-timeout-ms=120000")) {
            BodyBudget its = patient.bean(BodyBudget.class);
            var slow = new ArrayList<RawConnection>();
            try (RawConnection refused = RawConnection.to(patient.url())) {
                while (its.bytes() < BUDGET_BYTES / 2) {
                    RawConnection each = RawConnection.to(patient.url());
                    slow.add(each);
                    long before = its.bytes();
                    each.send(RawConnection.post(ORDER, 300_000) + "a".repeat(250_000));
                    await().atMost(CUT_WITHIN).until(() -> its.bytes() >= before + 250_000);
                }
                refused.send(RawConnection.post(ORDER, 600_000) + "a".repeat(590_000));

                assertThat(refused.trickleUntilClosed("", PAUSE_MS, CUT_WITHIN))
                        .startsWith("HTTP/1.1 503")
                        .containsIgnoringCase("\r\nRetry-After: 1\r\n")
                        .contains("urn:stockledger:problem:overloaded");
                assertThat(its.refusals()).isPositive();
            } finally {
                slow.forEach(HttpLimitsIT::close);
            }
            await().atMost(CUT_WITHIN).until(() -> its.bytes() == 0);
            Calls served = new Calls(patient.url());
            assertThat(served.version(served.product(1))).isEqualTo(1);
        }
    }

    @Test
    void a_line_of_a_bulk_request_that_trickles_has_a_408_as_its_result() throws Exception {
        try (RawConnection bulk = bulk()) {
            bulk.send("5\r\nnull\n\r\n");
            bulk.readUntil("\"line\":1");

            String answer = bulk.trickleUntilClosed("1\r\n{\r\n", PAUSE_MS, CUT_WITHIN);

            assertThat(answer).contains("\"line\":2", "\"status\":408", "problem:request-timeout");
        }
        awaitNothingInUse();
    }

    @Test
    void a_bulk_request_may_pause_between_its_lines() throws Exception {
        try (RawConnection bulk = bulk()) {
            bulk.send("5\r\nnull\n\r\n");
            bulk.readUntil("\"line\":1");
            bulk.readUntil("}\n\r\n");

            assertThat(bulk.isSilentFor(3_000)).isTrue();

            bulk.send("5\r\nnull\n\r\n");
            bulk.readUntil("\"line\":2");
        }
    }

    @Test
    void a_connection_beyond_the_limit_is_served_when_another_one_is_closed() throws Exception {
        var idle = new ArrayList<RawConnection>();
        try {
            // The operating system accepts one more connection for a web server that waits.
            for (int i = 0; i <= CONNECTIONS_MAX; i++) {
                idle.add(i % 2 == 0 ? connect() : connectFrom(OTHER));
            }
            try (RawConnection waiting = connect()) {
                waiting.send(LIVENESS);
                assertThat(waiting.isSilentFor(500)).isTrue();

                idle.forEach(HttpLimitsIT::close);
                waiting.readUntil("\"UP\"");
            }
        } finally {
            idle.forEach(HttpLimitsIT::close);
        }
    }

    @Test
    void a_connection_beyond_the_limit_of_its_address_is_closed_and_others_are_served()
            throws Exception {
        // Connections of other tests could be too many together with these.
        await().atMost(CUT_WITHIN).until(() -> openConnections() < FEW_CONNECTIONS);
        var open = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i <= ADDRESS_CONNECTIONS_MAX; i++) {
                open.add(connectFrom(CROWDED));
            }
            // Connections that are opened at the same time may be counted in another order.
            await().atMost(CUT_WITHIN).until(() -> closeRefused(open));
            assertThat(open).hasSize(ADDRESS_CONNECTIONS_MAX);
            try (RawConnection served = connect()) {
                served.send(LIVENESS);
                served.readUntil("\"UP\"");
            }
            open.removeLast().close();
            // The service notices a little later that the connection was closed.
            await().atMost(CUT_WITHIN).until(() -> isServed(connectFrom(CROWDED)));
        } finally {
            for (RawConnection each : open) {
                each.close();
            }
        }
    }

    /** Closes and removes those that the service has closed; whether there was one. */
    private static boolean closeRefused(List<RawConnection> open) throws IOException {
        var refused = new ArrayList<RawConnection>();
        for (RawConnection each : open) {
            if (each.isClosedWithin(1)) {
                refused.add(each);
                each.close();
            }
        }
        return open.removeAll(refused);
    }

    private static boolean isServed(RawConnection caller) throws IOException {
        try (caller) {
            caller.send(LIVENESS);
            return caller.readUntil("\r\n\r\n").startsWith("HTTP/1.1 200");
        } catch (IOException | AssertionError _) {
            // The connection was closed.
            return false;
        }
    }

    @Test
    void the_metrics_of_the_limits_have_these_names() {
        assertThat(calls.get("/actuator/prometheus").response().body())
                .contains(
                        "stockledger_http_body_bytes",
                        "stockledger_http_body_refusals_total",
                        "stockledger_http_body_timeouts_total",
                        "stockledger_http_connections");
    }

    private static double openConnections() {
        return calls.get("/actuator/prometheus")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("stockledger_http_connections "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static void awaitNothingInUse() {
        await().atMost(CUT_WITHIN).until(() -> budget.bytes() == 0);
    }

    private static RawConnection connectFrom(InetAddress address) throws IOException {
        return RawConnection.to(service.url(), address);
    }

    private static RawConnection connect() throws IOException {
        return RawConnection.to(service.url());
    }

    private static RawConnection bulk() throws IOException {
        RawConnection bulk = connect();
        bulk.send(
                """
                POST /v1/commands HTTP/1.1\r
                Host: x\r
                Content-Type: application/x-ndjson\r
                Transfer-Encoding: chunked\r
                \r
                """);
        return bulk;
    }

    private static void close(RawConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
