package io.stockledger.benchmarks.subcommand;

import io.stockledger.benchmarks.load.LoadTimes;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options of every benchmark. */
public final class MeasurementOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private int seconds;
    private int warmUpSeconds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the databases, which are removed at the end (${DEFAULT-VALUE}).")
    private Path data = Path.of(".stockledger");

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = {
                "Folder of the JSON files; RESULTS.md is written beside it",
                "(${DEFAULT-VALUE})."
            })
    private Path results = Path.of("benchmarks", "results");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Measured time of each load, in seconds (${DEFAULT-VALUE}).")
    void setSeconds(int value) {
        seconds = atLeast(1, value, "--seconds", command);
    }

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Warm-up of each load before it is measured, in seconds (${DEFAULT-VALUE}).")
    void setWarmUpSeconds(int value) {
        warmUpSeconds = atLeast(0, value, "--warm-up", command);
    }

    /**
     * Returns the value of an option.
     *
     * @throws ParameterException if the value is below the minimum
     */
    public static int atLeast(int minimum, int value, String option, CommandSpec command) {
        if (value < minimum) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s must be at least %d, not %d".formatted(option, minimum, value));
        }
        return value;
    }

    /** Returns the command line as the user typed it. */
    String commandLine() {
        List<String> words = new ArrayList<>(List.of("./bench"));
        words.addAll(command.root().commandLine().getParseResult().originalArgs());
        return String.join(" ", words);
    }

    LoadTimes times() {
        return new LoadTimes(warmUpSeconds, seconds);
    }

    Path data() {
        return data;
    }

    Path results() {
        return results;
    }
}
