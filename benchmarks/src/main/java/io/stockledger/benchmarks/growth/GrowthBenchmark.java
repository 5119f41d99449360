package io.stockledger.benchmarks.growth;

import io.stockledger.benchmarks.MeasuringOptions;
import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.database.LogFill;
import io.stockledger.benchmarks.instance.Instance;
import io.stockledger.benchmarks.instance.Requests;
import io.stockledger.benchmarks.load.ClosedLoop;
import io.stockledger.benchmarks.load.FixedWork;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.ProgressLine;
import io.stockledger.benchmarks.report.ResultsFolder;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code ./bench growth}. */
@Command(
        name = "growth",
        sortOptions = false,
        description =
                "Commands on a log that already holds millions of events, beside an empty one.")
public final class GrowthBenchmark implements Callable<Integer> {

    /** Without the 100 million, which take the better part of an hour and 60 GB. */
    public static final String DEFAULT_EVENTS = "1m,10m";

    private static final String NAME = "growth";
    private static final int CLIENTS = 256;
    private static final int LOADS_PER_SIZE = 2;
    private static final String EMPTY = "empty";
    private static final LogSize JUDGED = new LogSize(10_000_000);

    private static final List<String> NOTES =
            List.of(
                    "The empty log holds the registrations of the 100,000 products and nothing"
                            + " else; the others were filled with streams of the same length.",
                    "Each log is measured by an instance that starts cold: first each product is"
                        + " reserved once, which loads its snapshot, then the usual load runs.");

    @Option(
            names = "--events",
            split = ",",
            paramLabel = "N",
            defaultValue = DEFAULT_EVENTS,
            description = {
                "How many events the log holds beforehand, such as 1m,10m,100m",
                "(${DEFAULT-VALUE}); the empty log is always measured first."
            })
    private List<String> events = List.of();

    @Mixin private final MeasuringOptions options = new MeasuringOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    private GrowthBenchmark() {}

    @Override
    public Integer call() throws Exception {
        measure(options, MeasuringOptions.commandLine(spec), events);
        return 0;
    }

    /** Measures the section, and writes it down. */
    public static void measure(MeasuringOptions options, String commandLine, List<String> events)
            throws Exception {
        List<LogSize> sizes = events.stream().map(LogSize::of).toList();
        Conditions.Machine machine = Conditions.Machine.now();
        int loads = LOADS_PER_SIZE * (1 + sizes.size());
        try (BenchmarkPostgres postgres = new BenchmarkPostgres(options.data());
                ProgressLine progress = ProgressLine.onStderr(NAME, loads, options.times())) {
            SectionRun run = new SectionRun(progress, options.times());
            measure(run, postgres, null);
            for (LogSize size : sizes) {
                measure(run, postgres, size);
            }
            Conditions conditions =
                    Conditions.of(
                            machine,
                            commandLine,
                            Conditions.ownHeapMaxMiB(),
                            postgres.server(),
                            options.times(),
                            NOTES);
            new ResultsFolder(options.results())
                    .keep(run.section(NAME, "Growth", conditions, targets(sizes)));
        }
    }

    private static void measure(SectionRun run, BenchmarkPostgres postgres, @Nullable LogSize size)
            throws Exception {
        String id = size == null ? EMPTY : size.id();
        String text = size == null ? "an empty log" : size.text();
        try (EventsDatabase database = postgres.createEventsDatabase()) {
            run.prepare("filling " + text);
            new LogFill(database, ProductSpread.PRODUCTS)
                    .fill(
                            size == null ? 0 : size.events(),
                            filled ->
                                    run.prepare(
                                            String.format(
                                                    Locale.ROOT, "filling %s: %,d", text, filled)));
            try (Instance instance = new Instance(database)) {
                run.measure(
                        new LoadName(
                                "cold-" + id,
                                "Every product once, from its snapshot",
                                text,
                                size == null ? null : "cold-" + EMPTY),
                        new FixedWork(CLIENTS, ProductSpread.PRODUCTS, instance.eachProductOnce()));
                database.checkpoint();
                run.measure(
                        new LoadName(
                                "log-" + id,
                                "Closed loop, 100,000 products, 256 clients",
                                text,
                                size == null ? null : "log-" + EMPTY),
                        new ClosedLoop(
                                CLIENTS, instance.clients(Requests.singles(ProductSpread.ALL))));
            }
        }
    }

    private static List<Target> targets(List<LogSize> sizes) {
        List<Target> targets = new ArrayList<>();
        if (sizes.contains(JUDGED)) {
            targets.add(
                    new Target(
                            JUDGED.text() + " in the log against an empty one",
                            "log-" + JUDGED.id(),
                            "log-" + EMPTY,
                            0.9));
        }
        return targets;
    }
}
