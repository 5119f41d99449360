package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The clock of a sandbox over HTTP. */
class SandboxIT {

    private static final String CLOCK = "/sandbox/clock";

    @TempDir private static Path folder;

    private static RunningCommandService service;
    private static Calls calls;

    @BeforeAll
    static void start() {
        service =
                RunningCommandService.start(
                        "stockledger.sandbox.clock-file=" + folder.resolve("sandbox-clock"));
        calls = new Calls(service.url());
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @Test
    void a_hold_of_ten_minutes_ends_when_the_clock_is_set_forward() {
        String product = calls.product(5);
        calls.command(
                product,
                "reservations",
                "{\"orderId\": \"order\", \"quantity\": 5, \"expiresInSeconds\": 600}");
        assertThat(available(product)).isZero();

        // Real time passes too.
        assertThat(advance("{\"advanceSeconds\": 540}").status()).isEqualTo(200);
        assertThat(available(product)).isZero();

        assertThat(advance("{\"advanceSeconds\": 60}").status()).isEqualTo(200);
        assertThat(available(product)).isEqualTo(5);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(calls.version(product)).isEqualTo(3));
    }

    @Test
    void the_answer_states_the_time_of_the_sandbox() {
        long ahead = calls.get(CLOCK).body().get("aheadSeconds").asLong();

        Answer advanced = advance("{\"advanceSeconds\": 86400}");

        assertThat(advanced.body().get("aheadSeconds").asLong()).isEqualTo(ahead + 86_400);
        Instant now = Instant.parse(advanced.body().get("now").asString());
        assertThat(Duration.between(Instant.now(), now))
                .isCloseTo(Duration.ofSeconds(ahead + 86_400), Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"advanceSeconds\": 0}",
                "{\"advanceSeconds\": -1}",
                "{\"advanceSeconds\": 1.5}",
                "{\"advanceSeconds\": \"60\"}",
                "{\"advanceSeconds\": 31622401}",
                "{\"advanceSeconds\": 99999999999999999999}",
                "{\"advanceSeconds\": null}"
            })
    void an_advance_that_is_no_number_of_seconds_is_refused(String body) {
        advance(body).assertMalformed("advanceSeconds");
    }

    @Test
    void an_unknown_field_is_refused() {
        advance("{\"advanceSeconds\": 1, \"seconds\": 1}").assertMalformed("seconds");
        calls.get(CLOCK + "?seconds=1").assertMalformed("seconds");
    }

    @Test
    void outside_a_sandbox_its_clock_does_not_exist() {
        var others = new Calls(RunningCommandService.shared().url());

        assertThat(others.get(CLOCK).status()).isEqualTo(404);
        assertThat(others.post(CLOCK, "{\"advanceSeconds\": 1}").problem()).isEqualTo("not-found");
    }

    private static Answer advance(String body) {
        return calls.post(CLOCK, body);
    }

    private static long available(String product) {
        return calls.product(product).body().get("availableStock").asLong();
    }
}
