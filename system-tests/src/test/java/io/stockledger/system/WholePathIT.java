package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.system.JsonClient.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class WholePathIT {

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(90);

    @TempDir private static Path sharedFolder;
    @TempDir private Path folder;

    /** A system with three replicas for all tests except the one that kills its own system. */
    private static RunningSystem shared;

    @BeforeAll
    static void start() throws InterruptedException {
        shared = RunningSystem.start(sharedFolder.resolve("data"), 3);
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @Test
    void recorded_commands_are_visible_on_every_replica_and_survive_a_restart() throws Exception {
        JsonClient commands = shared.commands();
        String mug = "/v1/products/mug%2Fblue";
        assertThat(
                        commands.post(
                                        "/v1/products",
                                        """
                                        {"productId": "mug/blue", "name": "Blue mug", "sku": "MUG-B",
                                         "initialQuantity": 10, "warehouseId": "north"}
                                        """)
                                .status())
                .isEqualTo(201);
        assertThat(
                        commands.post(
                                        mug + "/reservations",
                                        "{\"orderId\": \"o-1\", \"quantity\": 4}")
                                .status())
                .isEqualTo(200);
        assertThat(
                        commands.post(
                                        mug + "/shipments",
                                        """
                                        {"orderId": "o-1", "warehouseId": "north", "quantity": 3}
                                        """)
                                .status())
                .isEqualTo(200);
        awaitStock(3, 7, 6);

        shared.script().terminate();
        assertThat(shared.script().awaitExit(120)).isZero();
        shared.startAgain();
        assertThat(shared.script().descendantCommands())
                .filteredOn(command -> command.contains("-service-app.jar"))
                .as("processes that use the class archive of the first start")
                .hasSize(4)
                .allMatch(command -> command.contains("-XX:SharedArchiveFile="));

        awaitStock(3, 7, 6);
        assertThat(
                        commands.post(
                                        mug + "/reservations",
                                        "{\"orderId\": \"o-2\", \"quantity\": 7}")
                                .body()
                                .get("available")
                                .longValue())
                .isEqualTo(6);
    }

    @Test
    void a_replay_of_sales_ends_without_a_difference_on_every_replica() throws Exception {
        assertReplays(shared, List.of("--sample-rows", "1500"));
        assertReplays(
                shared,
                List.of("--sample-rows", "1500", "--stock", "scarce", "--prefix", "scarce-"));
    }

    @Test
    void no_acknowledged_command_is_lost_if_all_processes_are_killed_during_a_replay()
            throws Exception {
        Path journal = folder.resolve("journal");
        try (RunningSystem system = RunningSystem.start(folder.resolve("data"), 1)) {
            try (Script replay =
                    replay(
                            system,
                            List.of(
                                    "--sample-rows",
                                    "20000",
                                    "--journal",
                                    journal.toString(),
                                    "--retry-for",
                                    "2s"))) {
                await().atMost(Duration.ofMinutes(2))
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

    private static void awaitStock(long version, long total, long available) {
        for (JsonClient query : shared.queries()) {
            await().atMost(VISIBLE_WITHIN)
                    .untilAsserted(
                            () -> {
                                Answer view = query.get("/v1/inventory/mug%2Fblue");
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

    private static void assertReplays(RunningSystem system, List<String> options) throws Exception {
        try (Script replay = replay(system, options)) {
            assertThat(replay.awaitExit(240)).as(replay.output()).isZero();
            assertThat(replay.output())
                    .contains("no differences in the event log, the read models and the topic");
        }
    }

    private static Script replay(RunningSystem system, List<String> options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--command",
                                system.commandUrl(),
                                "--query",
                                String.join(",", system.queryUrls()),
                                "--data",
                                system.data().toString()));
        arguments.addAll(options);
        return Script.start("replay", arguments);
    }

    private static long linesOf(Path file) throws Exception {
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
