package io.stockledger.benchmarks.growth;

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
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.benchmarks.subcommand.LogSize;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ./bench growth}. */
@Command(
        name = "growth",
        sortOptions = false,
        description = "Commands on an event log of millions of events, compared with an empty log.")
public final class GrowthBenchmark extends Benchmark {

    /** A log of 100 million events is not included: it takes almost an hour and 60 GB. */
    public static final String DEFAULT_EVENTS = "1m,10m";

    private static final int CLIENTS = 256;
    private static final int LOADS_PER_SIZE = 2;
    private static final String EMPTY = "empty";
    private static final LogSize TARGET_SIZE = new LogSize(10_000_000);

    private static final List<String> NOTES =
            List.of(
                    "The empty log holds only the registrations of the 100,000 products. In each of"
                            + " the other logs all streams have the same length.",
                    "Each log is measured with a newly started instance. The first load reserves"
                            + " each product once, which loads its snapshot; the second load is the"
                            + " usual closed loop.");

    @Option(
            names = "--events",
            split = ",",
            paramLabel = "N",
            defaultValue = DEFAULT_EVENTS,
            description = {
                "Sizes of the event log, in events, such as 1m,10m,100m",
                "(${DEFAULT-VALUE}). The empty log is always measured first."
            })
    private List<String> events = List.of();

    public GrowthBenchmark() {}

    /**
     * Creates the benchmark for these sizes of the event log.
     *
     * @throws IllegalArgumentException if a size is not a number of events
     */
    public GrowthBenchmark(List<String> events) {
        this.events = events.stream().map(LogSize::of).map(LogSize::id).toList();
    }

    @Override
    protected SectionDefinition definition() {
        List<LogSize> sizes = sizes();
        return new SectionDefinition(
                "growth",
                "Growth",
                LOADS_PER_SIZE * (1 + sizes.size()),
                Conditions.ownHeapMaxMiB(),
                NOTES,
                targets(sizes),
                List.of());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        measure(run, postgres, null);
        for (LogSize size : sizes()) {
            measure(run, postgres, size);
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
                                "Each product once, loaded from its snapshot",
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

    private List<LogSize> sizes() {
        return events.stream().map(LogSize::of).toList();
    }

    private static List<Target> targets(List<LogSize> sizes) {
        List<Target> targets = new ArrayList<>();
        if (sizes.contains(TARGET_SIZE)) {
            targets.add(
                    new Target(
                            "growth: commands on a log of "
                                    + TARGET_SIZE.text()
                                    + " against an empty log",
                            "log-" + TARGET_SIZE.id(),
                            "log-" + EMPTY,
                            0.9));
        }
        return targets;
    }
}
