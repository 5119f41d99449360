package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.system.RunningSystem.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class WholePathIT {

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void what_a_shop_commands_is_read_back_from_every_replica_and_survives_a_restart()
            throws Exception {
        try (RunningSystem system = RunningSystem.start(folder.resolve("data"), 3)) {
            String products = system.commandUrl() + "/v1/products";
            assertThat(
                            system.post(
                                            products,
                                            """
                                            {"productId": "mug/blue", "name": "Blue mug", "sku": "MUG-B",
                                             "initialQuantity": 10, "warehouseId": "north"}
                                            """)
                                    .status())
                    .isEqualTo(201);
            String mug = products + "/mug%2Fblue";
            assertThat(
                            system.post(
                                            mug + "/reservations",
                                            "{\"orderId\": \"o-1\", \"quantity\": 4}")
                                    .status())
                    .isEqualTo(200);
            assertThat(
                            system.post(
                                            mug + "/shipments",
                                            """
                                            {"orderId": "o-1", "warehouseId": "north", "quantity": 3}
                                            """)
                                    .status())
                    .isEqualTo(200);
            awaitStock(system, 3, 7, 6);

            system.script().terminate();
            assertThat(system.script().awaitExit(60)).isZero();
            system.startAgain();

            awaitStock(system, 3, 7, 6);
            assertThat(
                            system.post(
                                            mug + "/reservations",
                                            "{\"orderId\": \"o-2\", \"quantity\": 7}")
                                    .body()
                                    .get("available")
                                    .longValue())
                    .isEqualTo(6);
        }
    }

    @Test
    void a_replay_of_real_sales_ends_without_a_difference_on_every_replica() throws Exception {
        try (RunningSystem system = RunningSystem.start(folder.resolve("data"), 3)) {
            assertReplays(system, List.of("--limit", "1500"));
            assertReplays(
                    system, List.of("--limit", "1500", "--stock", "scarce", "--prefix", "scarce-"));
        }
    }

    @Test
    void no_acknowledged_command_is_lost_when_every_process_is_killed_in_mid_replay()
            throws Exception {
        Path journal = folder.resolve("journal");
        try (RunningSystem system = RunningSystem.start(folder.resolve("data"), 1)) {
            try (Script replay =
                    replay(system, List.of("--journal", journal.toString(), "--retry-for", "2s"))) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Files.exists(journal) && linesOf(journal) > 500);
                system.script().killTree();
                assertThat(replay.awaitExit(120)).isNotZero();
            }
            system.startAgain();
            try (Script check =
                    Script.start(
                            "replay",
                            List.of(
                                    "verify-journal",
                                    journal.toString(),
                                    "--command",
                                    system.commandUrl()))) {
                assertThat(check.awaitExit(120)).as(check.output()).isZero();
            }
        }
    }

    private static void awaitStock(RunningSystem system, long version, long total, long available) {
        for (String queryUrl : system.queryUrls()) {
            await().atMost(VISIBLE_WITHIN)
                    .untilAsserted(
                            () -> {
                                Answer view = system.get(queryUrl + "/v1/inventory/mug%2Fblue");
                                assertThat(view.status()).isEqualTo(200);
                                assertThat(view.body().get("version").longValue())
                                        .isEqualTo(version);
                                assertThat(view.body().get("totalStock").longValue())
                                        .isEqualTo(total);
                                assertThat(view.body().get("availableStock").longValue())
                                        .isEqualTo(available);
                            });
        }
    }

    private void assertReplays(RunningSystem system, List<String> options) throws Exception {
        try (Script replay = replay(system, options)) {
            assertThat(replay.awaitExit(240)).as(replay.output()).isZero();
        }
    }

    private Script replay(RunningSystem system, List<String> options) throws Exception {
        Path sales = folder.resolve("sales-sample.csv.gz");
        try (var sample =
                Objects.requireNonNull(
                        WholePathIT.class.getResourceAsStream("/sales-sample.csv.gz"))) {
            Files.copy(sample, sales, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                sales.toString(),
                                "--command",
                                system.commandUrl(),
                                "--query",
                                String.join(",", system.queryUrls())));
        arguments.addAll(options);
        return Script.start("replay", arguments);
    }

    private static long linesOf(Path file) throws Exception {
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
