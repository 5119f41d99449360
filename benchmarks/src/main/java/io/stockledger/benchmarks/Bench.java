package io.stockledger.benchmarks;

import io.stockledger.benchmarks.aggregate.AggregateBenchmark;
import io.stockledger.benchmarks.growth.GrowthBenchmark;
import io.stockledger.benchmarks.inprocess.InProcessBenchmark;
import io.stockledger.benchmarks.overhttp.ConsoleBenchmark;
import io.stockledger.benchmarks.overhttp.ExportBenchmark;
import io.stockledger.benchmarks.overhttp.HttpBenchmark;
import io.stockledger.benchmarks.overhttp.ReadsBenchmark;
import io.stockledger.benchmarks.overhttp.SearchBenchmark;
import io.stockledger.benchmarks.overhttp.VisibleBenchmark;
import io.stockledger.benchmarks.projection.ProjectionBenchmark;
import io.stockledger.benchmarks.report.ResultsFolder;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.benchmarks.subcommand.MeasurementOptions;
import io.stockledger.benchmarks.verification.VerificationBenchmark;
import io.stockledger.cli.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** {@code ./bench}: measures the system and its baselines. */
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
            ExportBenchmark.class,
            SearchBenchmark.class,
            ConsoleBenchmark.class,
            VisibleBenchmark.class,
            VerificationBenchmark.class
        },
        description = {
            "Measures the system and its baselines in the same run, on one durable Postgres.",
            "Writes the figures as JSON and renders RESULTS.md from all JSON files."
        })
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(Version.printedBy(new CommandLine(new Bench())).execute(arguments));
    }

    @Command(
            description =
                    "Runs in-process, http, growth, aggregate, projection, reads, export, search,"
                            + " console, visible and verify, one after the other.",
            sortOptions = false)
    int all(
            @Mixin MeasurementOptions options,
            @Option(
                            names = "--events",
                            split = ",",
                            paramLabel = "N",
                            defaultValue = GrowthBenchmark.DEFAULT_EVENTS,
                            description =
                                    "Sizes of the event log for the growth benchmark, in events"
                                            + " (${DEFAULT-VALUE}).")
                    List<String> events)
            throws Exception {
        List<Benchmark> benchmarks =
                List.of(
                        new InProcessBenchmark(),
                        new HttpBenchmark(),
                        new GrowthBenchmark(events),
                        new AggregateBenchmark(),
                        new ProjectionBenchmark(),
                        new ReadsBenchmark(),
                        new ExportBenchmark(),
                        new SearchBenchmark(),
                        new ConsoleBenchmark(),
                        new VisibleBenchmark(),
                        new VerificationBenchmark());
        for (Benchmark benchmark : benchmarks) {
            benchmark.run(options);
        }
        return 0;
    }

    @Command(description = "Renders RESULTS.md from the existing JSON files, without measuring.")
    int report(
            @Option(
                            names = "--results",
                            defaultValue = "benchmarks/results",
                            paramLabel = "DIR",
                            description =
                                    "Folder of the JSON files; RESULTS.md is written beside it"
                                            + " (${DEFAULT-VALUE}).")
                    Path results)
            throws Exception {
        System.err.println("Written: " + new ResultsFolder(results).render());
        return 0;
    }
}
