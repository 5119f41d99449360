package io.stockledger.benchmarks;

import io.stockledger.benchmarks.aggregate.AggregateBenchmark;
import io.stockledger.benchmarks.growth.GrowthBenchmark;
import io.stockledger.benchmarks.inprocess.InProcessBenchmark;
import io.stockledger.benchmarks.overhttp.HttpBenchmark;
import io.stockledger.benchmarks.overhttp.ReadsBenchmark;
import io.stockledger.benchmarks.overhttp.VisibleBenchmark;
import io.stockledger.benchmarks.projection.ProjectionBenchmark;
import io.stockledger.benchmarks.report.ResultsFolder;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** {@code ./bench}: measures the system beside its baselines. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        sortOptions = false,
        subcommands = {
            InProcessBenchmark.class,
            HttpBenchmark.class,
            GrowthBenchmark.class,
            AggregateBenchmark.class,
            ProjectionBenchmark.class,
            ReadsBenchmark.class,
            VisibleBenchmark.class
        },
        description = {
            "Measures the system beside its baselines, in one run on one durable Postgres.",
            "Writes the figures as JSON, and RESULTS.md from all the JSON there is."
        })
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Command(
            description =
                    "Everything: in-process, http, growth, aggregate, projection, reads and"
                            + " visible.",
            sortOptions = false)
    int all(
            @Mixin MeasuringOptions options,
            @Option(
                            names = "--events",
                            split = ",",
                            defaultValue = GrowthBenchmark.DEFAULT_EVENTS,
                            description = "Sizes of the log (${DEFAULT-VALUE}).")
                    List<String> events)
            throws Exception {
        InProcessBenchmark.measure(options, "./bench in-process");
        HttpBenchmark.measure(options, "./bench http");
        GrowthBenchmark.measure(options, "./bench growth", events);
        AggregateBenchmark.measure(options, "./bench aggregate");
        ProjectionBenchmark.measure(options, "./bench projection");
        ReadsBenchmark.measure(options, "./bench reads");
        VisibleBenchmark.measure(options, "./bench visible");
        return 0;
    }

    @Command(description = "Renders RESULTS.md anew from the JSON that is there.")
    int report(
            @Option(names = "--results", defaultValue = "benchmarks/results", paramLabel = "DIR")
                    Path results)
            throws Exception {
        System.err.println("Written: " + new ResultsFolder(results).render());
        return 0;
    }
}
