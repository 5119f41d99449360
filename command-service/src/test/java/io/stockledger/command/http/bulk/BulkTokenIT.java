package io.stockledger.command.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.teststack.TestIssuer;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;

/** Bulk requests with security on: the end of the token, and the limits of a client. */
class BulkTokenIT {

    /** The clock of the service takes up a correction of the system's clock only slowly. */
    private static final Duration CLOCKS_DIFFER_MAX = Duration.ofSeconds(1);

    private static final int BODY_BYTES_MAX = 400_000;
    private static final String LINE =
            "{\"type\":\"receive-stock\",\"productId\":\"none\",\"warehouseId\":\"main\","
                    + "\"reference\":\"r\",\"quantity\":1}\n";

    @Test
    void the_first_line_after_the_end_of_the_token_is_refused_and_is_the_last() throws IOException {
        TestIssuer issuer = TestIssuer.named("https://issuer.test");
        try (RunningCommandService service = RunningCommandService.start(settings(issuer))) {
            Instant end = Instant.now().plusSeconds(3);
            String token =
                    issuer.sign(
                            issuer.claims("inventory:write")
                                    .expirationTime(Date.from(end))
                                    .build());
            try (var request =
                    new BulkStream(service.url(), "Authorization: Bearer " + token + "\r\n")) {
                JsonNode result;
                boolean ended;
                do {
                    ended = Instant.now().isAfter(end.plus(CLOCKS_DIFFER_MAX));
                    request.send(LINE);
                    result = request.next();
                } while (!ended && result.get("status").asInt() == 404);

                assertThat(result.get("type").asString()).endsWith(":unauthorized");
                assertThat(request.next().isMissingNode()).isTrue();
                assertThat(Instant.now().plus(CLOCKS_DIFFER_MAX)).isAfter(end);
            }
        }
    }

    @Test
    void a_client_has_no_more_bulk_requests_at_a_time_than_its_limit() throws IOException {
        TestIssuer issuer = TestIssuer.named("https://issuer.test");
        try (RunningCommandService service = RunningCommandService.start(settings(issuer))) {
            String token = "Authorization: Bearer " + issuer.token("inventory:write") + "\r\n";
            try (var first = new BulkStream(service.url(), token)) {
                first.send(LINE);
                assertThat(first.next().get("status").asInt()).isEqualTo(404);

                try (var second = new BulkStream(service.url(), token)) {
                    assertThatThrownBy(second::readHead).hasMessageStartingWith("HTTP/1.1 429");
                }
            }
        }
    }

    @Test
    void a_bulk_request_may_announce_more_bytes_than_a_client_may_use_at_a_time() {
        TestIssuer issuer = TestIssuer.named("https://issuer.test");
        try (RunningCommandService service = RunningCommandService.start(settings(issuer))) {
            int lines = 2 * BODY_BYTES_MAX / LINE.length();
            var calls = new Calls(service.url());
            Answer answer =
                    calls.send(
                            calls.request(
                                            "/v1/commands",
                                            "Authorization",
                                            "Bearer " + issuer.token("inventory:write"),
                                            "Content-Type",
                                            "application/x-ndjson")
                                    .POST(BodyPublishers.ofString(LINE.repeat(lines))));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.response().body().lines()).hasSize(lines);
        }
    }

    private static String[] settings(TestIssuer issuer) {
        return Stream.concat(
                        issuer.settings().entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue()),
                        Stream.of(
                                "stockledger.clients.bulk-requests-max=1",
                                "stockledger.clients.body-bytes-max=" + BODY_BYTES_MAX))
                .toArray(String[]::new);
    }
}
