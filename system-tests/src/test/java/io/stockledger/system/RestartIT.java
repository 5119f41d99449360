package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.localstack.process.ProcessRecord;
import io.stockledger.localstack.process.Signal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

class RestartIT {

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(90);
    private static final long UP_SECONDS_MAX = 180;

    @TempDir private Path folder;

    @Test
    void each_killed_process_comes_back_and_commands_are_recorded_while_kafka_is_down()
            throws Exception {
        Path data = folder.resolve("data");
        try (RunningSystem system = RunningSystem.start(data, 1)) {
            register(system, "before");

            kill(data, "kafka");
            register(system, "without-kafka");
            awaitUp(system, "kafka");
            awaitVisible(system, "without-kafka");

            for (String name : new String[] {"postgres", "query-service", "command-service"}) {
                kill(data, name);
                awaitUp(system, name);
                await().atMost(VISIBLE_WITHIN)
                        .ignoreExceptions()
                        .untilAsserted(() -> register(system, "after-" + name));
                awaitVisible(system, "after-" + name);
            }
            awaitVisible(system, "before");
        }
    }

    private static void kill(Path data, String name) {
        Signal.KILL.sendTo(
                ProcessRecord.read(data.resolve("processes/" + name + ".process"))
                        .orElseThrow()
                        .pid());
    }

    private static void awaitUp(RunningSystem system, String name) throws Exception {
        system.script().awaitLine(name + " is up again", UP_SECONDS_MAX);
    }

    private static void register(RunningSystem system, String productId) throws Exception {
        assertThat(
                        system.commands()
                                .post(
                                        "/v1/products",
                                        """
                                        {"productId": "%s", "name": "n", "sku": "s", "initialQuantity": 1}
                                        """
                                                .formatted(productId))
                                .status())
                .as("recorded now, or by an attempt whose answer was lost")
                .isIn(201, 409);
    }

    private static void awaitVisible(RunningSystem system, String productId) {
        await().atMost(VISIBLE_WITHIN)
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(
                                                system.queries()
                                                        .getFirst()
                                                        .get("/v1/inventory/" + productId)
                                                        .status())
                                        .isEqualTo(200));
    }
}
