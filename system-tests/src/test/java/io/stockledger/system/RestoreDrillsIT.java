package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The runbooks of {@code docs/runbooks.md}, carried out on a running system. */
class RestoreDrillsIT {

    private static final long SECONDS_MAX = 120;

    @TempDir private Path folder;

    private RunningSystem system;
    private SystemDatabases databases;
    private MugStock mug;

    @BeforeEach
    void start() throws Exception {
        system = RunningSystem.start(folder.resolve("data"), 1);
        databases = SystemDatabases.of(folder.resolve("data"));
        mug = new MugStock(system.commands(), system.queries().getFirst());
        mug.register();
        mug.reserve("before", 10);
        mug.awaitReserved(10);
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void an_events_database_restored_to_an_earlier_moment_halts_the_system_until_a_new_epoch()
            throws Exception {
        databases.copy(SystemDatabases.EVENTS, "stockledger_events_backup");
        mug.awaitAccepted("lost", 20);
        mug.awaitReserved(30);

        databases.restore(SystemDatabases.EVENTS, "stockledger_events_backup");

        mug.awaitHalted();

        OperatorCommands.startNewEpoch(folder.resolve("data"));

        mug.awaitAccepted("after", 5);
        mug.awaitReserved(15);
        OperatorCommands.assertNoDifferences(folder.resolve("data"));
    }

    @Test
    void a_views_database_restored_under_a_running_replica_is_caught_up() throws Exception {
        databases.copy(SystemDatabases.VIEWS, "stockledger_views_backup");
        mug.awaitAccepted("later", 20);
        mug.awaitReserved(30);

        databases.restore(SystemDatabases.VIEWS, "stockledger_views_backup");

        mug.awaitAccepted("after", 5);
        mug.awaitReserved(35);
        OperatorCommands.assertNoDifferences(folder.resolve("data"));
    }

    @Test
    void a_views_database_restored_from_an_earlier_epoch_is_built_again_from_the_present_log()
            throws Exception {
        databases.copy(SystemDatabases.VIEWS, "stockledger_views_backup");
        databases.copy(SystemDatabases.EVENTS, "stockledger_events_backup");
        mug.awaitAccepted("lost", 20);
        databases.restore(SystemDatabases.EVENTS, "stockledger_events_backup");
        mug.awaitHalted();
        OperatorCommands.startNewEpoch(folder.resolve("data"));
        mug.awaitAccepted("after", 5);
        mug.awaitReserved(15);

        databases.restore(SystemDatabases.VIEWS, "stockledger_views_backup");

        mug.awaitReserved(15);
        OperatorCommands.assertNoDifferences(folder.resolve("data"));
    }

    @Test
    void lost_data_of_kafka_is_published_again_from_the_event_log() throws Exception {
        system.script().terminate();
        assertThat(system.script().awaitExit(SECONDS_MAX)).isZero();
        delete(folder.resolve("data").resolve("kafka"));

        system.startAgain();

        mug.reserve("after", 5);
        mug.awaitReserved(15);
        assertThat(
                        system.queries()
                                .getFirst()
                                .post("/v1/projections/inventory/rebuild", "")
                                .status())
                .isEqualTo(202);
        await().atMost(MugStock.RECOVERED_WITHIN)
                .untilAsserted(
                        () ->
                                assertThat(
                                                databases.number(
                                                        SystemDatabases.VIEWS,
                                                        """
                                                        SELECT max(generation) FROM projections
                                                        WHERE projection = 'inventory' AND state = 'serving'
                                                        """))
                                        .isEqualTo(2));
        mug.awaitReserved(15);
        OperatorCommands.assertNoDifferences(folder.resolve("data"));
    }

    @Test
    void a_lost_views_database_is_built_again_from_the_topic() throws Exception {
        system.script().terminate();
        assertThat(system.script().awaitExit(SECONDS_MAX)).isZero();
        system.startAgain();
        databases = SystemDatabases.of(folder.resolve("data"));
        databases.lose(SystemDatabases.VIEWS, "stockledger_query");
        system.script().terminate();
        system.script().awaitExit(SECONDS_MAX);

        system.startAgain();

        mug.reserve("after", 5);
        mug.awaitReserved(15);
        OperatorCommands.assertNoDifferences(folder.resolve("data"));
    }

    @Test
    void a_lost_table_of_snapshots_costs_only_the_time_of_the_replay() throws Exception {
        databases.executeByHand(SystemDatabases.EVENTS, "DELETE FROM snapshots");
        system.script().terminate();
        assertThat(system.script().awaitExit(SECONDS_MAX)).isZero();

        system.startAgain();

        mug.reserve("after", 5);
        mug.awaitReserved(15);
        OperatorCommands.assertNoDifferences(folder.resolve("data"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
