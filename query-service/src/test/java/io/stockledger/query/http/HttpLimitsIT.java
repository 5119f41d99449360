package io.stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.RawConnection;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
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
import java.util.Map;

/** Callers that are slow or send too much at once. The limits are small, so that tests are fast. */
class HttpLimitsIT {

    private static final int CONNECTIONS_MAX = 40;
    private static final int ADDRESS_CONNECTIONS_MAX = 30;
    private static final int FEW_CONNECTIONS = 8;
    private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress CROWDED = InetAddress.ofLiteral("127.0.0.3");
    private static final int PAUSE_MS = 100;
    private static final Duration CUT_WITHIN = Duration.ofSeconds(30);
    private static final String LOOKUP = "/v1/inventory-lookups";
    private static final String LIVENESS =
            """
            GET /actuator/health/liveness HTTP/1.1\r
            Host: x\r
            \r
            """;

    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void start() {
        topic = TestTopic.create(1);
        service =
                QueryService.start(
                        TestStack.shared().newViewsDatabase(),
                        Map.of(
                                "stockledger.topic.name",
                                topic.name(),
                                "stockledger.http.body-budget-bytes-max",
                                "1000000",
                                "stockledger.http.body-timeout-ms",
                                "4000",
                                "stockledger.http.head-timeout-ms",
                                "2000",
                                "stockledger.http.connections-max",
                                "" + CONNECTIONS_MAX,
                                "stockledger.clients.connections-max",
                                "" + ADDRESS_CONNECTIONS_MAX));
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ""})
    void a_body_that_trickles_or_stops_is_answered_with_408_and_its_connection_is_closed(
            String further) throws Exception {
        try (RawConnection slow = connect()) {
            slow.send(RawConnection.post(LOOKUP, 5_000) + "{\"productIds\": ");

            String answer = slow.trickleUntilClosed(further, PAUSE_MS, CUT_WITHIN);

            assertThat(answer)
                    .startsWith("HTTP/1.1 408")
                    .contains(
                            "urn:stockledger:problem:request-timeout", "application/problem+json");
        }
        awaitNothingInUse();
    }

    @Test
    void a_head_that_trickles_loses_its_connection() throws Exception {
        try (RawConnection slow = connect()) {
            slow.send("POST /v1/inventory-lookups HTTP/1.1\r\nHost: x\r\nX-Note: ");

            slow.trickleUntilClosed("a", PAUSE_MS, CUT_WITHIN);
        }
    }

    @Test
    void a_connection_with_a_slow_head_stays_open_for_the_next_request() throws Exception {
        try (RawConnection caller = connect()) {
            caller.send("GET /v1/nothing HTTP/1.1\r\n");
            assertThat(caller.isSilentFor(300)).isTrue();
            caller.send("Host: x\r\n\r\n");
            caller.readUntil("\"instance\":\"/v1/nothing\"}");

            assertThat(caller.isSilentFor(3_000)).isTrue();

            caller.send(LIVENESS);
            caller.readUntil("\"UP\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b"})
    void a_form_is_refused_without_reading_it(String type) throws Exception {
        for (String method : List.of("POST", "PATCH", "PUT", "DELETE")) {
            try (RawConnection slow = connect()) {
                slow.send(
                        "%s /v1/inventory/p HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 900000000\r\n\r\na=1&"
                                .formatted(method, type));

                assertThat(slow.trickleUntilClosed("b", PAUSE_MS, CUT_WITHIN))
                        .startsWith("HTTP/1.1 405");
            }
        }
    }

    @Test
    void bodies_beyond_the_byte_budget_are_refused_until_the_others_are_done() throws Exception {
        try (RawConnection slow = connect();
                RawConnection refused = connect()) {
            slow.send(RawConnection.post(LOOKUP, 500_000) + "a".repeat(490_000));
            awaitInUse(490_000);
            refused.send(RawConnection.post(LOOKUP, 600_000) + "a".repeat(590_000));

            assertThat(refused.trickleUntilClosed("", PAUSE_MS, CUT_WITHIN))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("\r\nRetry-After: 1\r\n")
                    .contains("urn:stockledger:problem:overloaded");
        }
        awaitNothingInUse();
        assertThat(service.post(LOOKUP, "application/json", "{\"productIds\": [\"a\"]}").status())
                .isEqualTo(200);
    }

    @Test
    void a_connection_beyond_the_limit_is_served_when_another_one_is_closed() throws Exception {
        var idle = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i <= CONNECTIONS_MAX; i++) {
                idle.add(i % 2 == 0 ? connect() : connectFrom(OTHER));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                try (RawConnection refused = connect()) {
                                    refused.send(LIVENESS);
                                    return refused.isSilentFor(2_000);
                                }
                            });
        } finally {
            for (RawConnection each : idle) {
                each.close();
            }
        }
        Awaitility.await()
                .atMost(CUT_WITHIN)
                .ignoreExceptions()
                .until(() -> service.get("/actuator/health/liveness").status() == 200);
    }

    @Test
    void a_connection_beyond_the_limit_of_its_address_is_closed_and_others_are_served()
            throws Exception {
        // Connections of other tests could be too many together with these.
        Awaitility.await()
                .atMost(CUT_WITHIN)
                .until(() -> metric("stockledger_http_connections") < FEW_CONNECTIONS);
        var open = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i <= ADDRESS_CONNECTIONS_MAX; i++) {
                open.add(connectFrom(CROWDED));
            }
            // Connections that are opened at the same time may be counted in another order.
            Awaitility.await().atMost(CUT_WITHIN).until(() -> closeRefused(open));
            assertThat(open).hasSize(ADDRESS_CONNECTIONS_MAX);
            try (RawConnection served = connect()) {
                served.send(LIVENESS);
                served.readUntil("\"UP\"");
            }
            open.removeLast().close();
            // The service notices a little later that the connection was closed.
            Awaitility.await().atMost(CUT_WITHIN).until(() -> isServed(connectFrom(CROWDED)));
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
        assertThat(service.get("/actuator/prometheus").text())
                .contains(
                        "stockledger_http_body_bytes",
                        "stockledger_http_body_refusals_total",
                        "stockledger_http_body_timeouts_total",
                        "stockledger_http_connections");
    }

    private static void awaitNothingInUse() {
        Awaitility.await().atMost(CUT_WITHIN).until(() -> bytesInUse() == 0);
    }

    private static void awaitInUse(long bytes) {
        Awaitility.await().atMost(CUT_WITHIN).until(() -> bytesInUse() >= bytes);
    }

    private static double bytesInUse() {
        return metric("stockledger_http_body_bytes");
    }

    private static double metric(String name) {
        return service.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static RawConnection connectFrom(InetAddress address) throws IOException {
        return RawConnection.to("http://127.0.0.1:" + service.port(), address);
    }

    private static RawConnection connect() throws IOException {
        return RawConnection.to("http://127.0.0.1:" + service.port());
    }
}
