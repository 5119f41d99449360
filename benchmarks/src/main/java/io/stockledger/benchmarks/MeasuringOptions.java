package io.stockledger.benchmarks;

import io.stockledger.benchmarks.load.LoadTimes;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that every benchmark takes. */
public final class MeasuringOptions {

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Measured time of each load (${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds of each load before it is measured (${DEFAULT-VALUE}).")
    private int warmUpSeconds = 5;

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
