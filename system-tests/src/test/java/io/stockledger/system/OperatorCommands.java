package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Subcommands of {@code ./stockledger} on the system of a data folder, as the runbooks use them.
 */
final class OperatorCommands {

    private static final long SECONDS_MAX = 120;

    private OperatorCommands() {}

    /** Starts a new epoch of the event log. */
    static void startNewEpoch(Path data) throws InterruptedException {
        assertThat(run(data, "restored", "--reason", "drill")).contains("epoch 2");
    }

    /** Verifies event log, topic and read models. */
    static void assertNoDifferences(Path data) throws InterruptedException {
        assertThat(run(data, "verify", "--wait", "60")).contains("no differences");
    }

    private static String run(Path data, String subcommand, String... arguments)
            throws InterruptedException {
        List<String> all =
                Stream.concat(
                                Stream.of(subcommand, "--data", data.toString()),
                                Stream.of(arguments))
                        .toList();
        try (Script script = Script.start("stockledger", all)) {
            assertThat(script.awaitExit(SECONDS_MAX)).as(script.output()).isZero();
            return script.output();
        }
    }
}
