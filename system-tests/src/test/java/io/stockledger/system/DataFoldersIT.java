package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Data folders of {@code ./run} whose parts do not belong together, see docs/operation.md. */
class DataFoldersIT {

    private static final long SECONDS_MAX = 120;

    /** The files that belong to the databases. */
    private static final List<String> DATABASES = List.of("postgres", "passwords.properties");

    @TempDir private Path folder;

    @Test
    void the_databases_of_another_system_halt_the_log_until_the_right_ones_are_back()
            throws Exception {
        Path ownData = folder.resolve("own");
        Path otherData = folder.resolve("other");
        Path aside = Files.createDirectory(folder.resolve("aside"));
        try (RunningSystem own = startWithMug(ownData, 10)) {
            stop(own);
            try (RunningSystem other = startWithMug(otherData, 3)) {
                stop(other);
                moveDatabases(ownData, aside);
                moveDatabases(otherData, ownData);

                own.startAgainHalted();
                mug(own).awaitHalted();
                stop(own);
                moveDatabases(ownData, otherData);
                moveDatabases(aside, ownData);

                own.startAgain();
                mug(own).reserve("after", 5);
                mug(own).awaitReserved(15);
                OperatorCommands.assertNoDifferences(ownData);
                stop(own);

                other.startAgainHalted();
                mug(other).awaitHalted();
                OperatorCommands.startNewEpoch(otherData);
                mug(other).awaitAccepted("after", 4);
                mug(other).awaitReserved(7);
                OperatorCommands.assertNoDifferences(otherData);
            }
        }
    }

    @Test
    void an_events_database_that_was_dropped_halts_the_log_until_a_new_epoch() throws Exception {
        Path data = folder.resolve("data");
        try (RunningSystem system = startWithMug(data, 10)) {
            SystemDatabases.of(data).lose(SystemDatabases.EVENTS, "stockledger_owner");
            stop(system);

            system.startAgainHalted();
            mug(system).awaitHalted();

            OperatorCommands.startNewEpoch(data);
            mug(system).register();
            mug(system).awaitAccepted("after", 4);
            mug(system).awaitReserved(4);
            OperatorCommands.assertNoDifferences(data);
        }
    }

    private static RunningSystem startWithMug(Path data, int reserved) throws Exception {
        RunningSystem system = RunningSystem.start(data, 1);
        mug(system).register();
        mug(system).reserve("before", reserved);
        mug(system).awaitReserved(reserved);
        return system;
    }

    private static MugStock mug(RunningSystem system) {
        return new MugStock(system.commands(), system.queries().getFirst());
    }

    private static void stop(RunningSystem system) throws InterruptedException {
        system.script().terminate();
        assertThat(system.script().awaitExit(SECONDS_MAX)).isZero();
    }

    private static void moveDatabases(Path from, Path to) throws IOException {
        for (String each : DATABASES) {
            Files.move(from.resolve(each), to.resolve(each));
        }
    }
}
