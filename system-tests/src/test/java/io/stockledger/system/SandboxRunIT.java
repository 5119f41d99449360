package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.system.JsonClient.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code ./run --sandbox} with two replicas. */
class SandboxRunIT {

    private static final long SECONDS_MAX = 60;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @Test
    void a_hold_ends_everywhere_when_the_clock_is_set_forward_and_the_data_stays_a_sandbox()
            throws Exception {
        Path data = folder.resolve("data");
        try (RunningSystem system = RunningSystem.startSandbox(data, 2)) {
            JsonClient commands = system.commands();
            commands.post(
                    "/v1/products",
                    "{\"productId\": \"mug\", \"name\": \"Mug\", \"sku\": \"M\","
                            + " \"initialQuantity\": 5}");
            Answer reserved =
                    commands.post(
                            "/v1/products/mug/reservations",
                            "{\"orderId\": \"order\", \"quantity\": 5, \"expiresInSeconds\": 600}");
            assertThat(reserved.status()).isEqualTo(200);
            for (JsonClient replica : system.queries()) {
                Answer held = awaitVersion(2, replica);
                assertThat(held.body().get("availableStock").longValue()).isZero();
            }

            Answer advanced =
                    system.queries().getFirst().post("/sandbox/clock", "{\"advanceSeconds\": 601}");
            assertThat(advanced.status()).isEqualTo(200);

            for (JsonClient replica : system.queries()) {
                Answer released = replica.get("/v1/inventory/mug");
                assertThat(released.body().get("availableStock").longValue()).isEqualTo(5);
                awaitVersion(3, replica);
                // The console reads the clock then.
                Answer config = replica.get("/console/config.json");
                assertThat(config.body().get("sandbox").booleanValue()).isTrue();
                // The lag is measured by the real time.
                await().atMost(WITHIN).untilAsserted(() -> assertReady(replica));
            }
        }

        assertRefused(List.of("--data", data.toString()), "is that of a sandbox");
    }

    private static Answer awaitVersion(long version, JsonClient replica) {
        String path = "/v1/inventory/mug?minVersion=%d&waitMs=20000".formatted(version);
        return await().atMost(WITHIN)
                .until(() -> replica.get(path), answer -> answer.status() == 200);
    }

    private static void assertReady(JsonClient replica) throws Exception {
        assertLagBelow(60_000, replica);
        assertThat(replica.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    private static void assertLagBelow(long ms, JsonClient replica) throws Exception {
        for (var projection : replica.get("/v1/projections").body().get("projections")) {
            assertThat(projection.get("lagMs").longValue()).isLessThan(ms);
        }
    }

    private static void assertRefused(List<String> options, String reason) throws Exception {
        try (Script run = Script.start("run", options)) {
            assertThat(run.awaitExit(SECONDS_MAX)).isEqualTo(1);
            assertThat(run.output()).contains(reason);
        }
    }
}
