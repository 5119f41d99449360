package io.stockledger.benchmarks;

import io.stockledger.benchmarks.load.LoadTimes;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that every benchmark takes. */
public final class MeasuringOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private int seconds;
    private int warmUpSeconds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the databases live meanwhile (${DEFAULT-VALUE}).")
    private Path data = Path.of(".stockledger");

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = {
                "Where the JSON goes; RESULTS.md is written beside it",
                "(${DEFAULT-VALUE})."
            })
    private Path results = Path.of("benchmarks", "results");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Measured time of each load (${DEFAULT-VALUE}).")
    void measureFor(int wanted) {
        seconds = atLeast(1, wanted, "--seconds", command);
    }

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds of each load before it is measured (${DEFAULT-VALUE}).")
    void warmUpFor(int wanted) {
        warmUpSeconds = atLeast(0, wanted, "--warm-up", command);
    }

    /**
     * The wanted number.
     *
     * @throws ParameterException if it is less than the least
     */
    public static int atLeast(int least, int wanted, String option, CommandSpec command) {
        if (wanted < least) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s must be at least %d, not %d".formatted(option, least, wanted));
        }
        return wanted;
    }

    /** What was typed, for the report. */
    public static String commandLine(CommandSpec spec) {
        List<String> words = new ArrayList<>(List.of("./bench"));
        words.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return String.join(" ", words);
    }

    public LoadTimes times() {
        return new LoadTimes(warmUpSeconds, seconds);
    }

    public Path data() {
        return data;
    }

    public Path results() {
        return results;
    }
}
