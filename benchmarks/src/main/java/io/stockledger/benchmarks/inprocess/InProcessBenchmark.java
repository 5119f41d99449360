package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.MeasuringOptions;
import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.ProgressLine;
import io.stockledger.benchmarks.report.ResultsFolder;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/** {@code ./bench in-process}. */
@Command(
        name = "in-process",
        sortOptions = false,
        description = "The writer loop without HTTP, beside single INSERTs and load-fold-append.")
public final class InProcessBenchmark implements Callable<Integer> {

    private static final String NAME = "in-process";

    /** How many clients the targets are judged by. */
    private static final int CLIENTS = 256;

    private static final List<Target> TARGETS =
            List.of(
                    new Target(
                            "in process: 100,000 products, 256 clients, against single INSERTs over"
                                    + " 32 connections",
                            ClosedLoopGroup.id(ProductSpread.ALL, CLIENTS),
                            SingleInsertGroup.ID,
                            4.0),
                    new Target(
                            "in process: one hot product against 100,000 evenly",
                            ClosedLoopGroup.id(ProductSpread.ONE, CLIENTS),
                            ClosedLoopGroup.id(ProductSpread.ALL, CLIENTS),
                            1.0),
                    new Target(
                            "in process: Zipf 2.0 against 100,000 evenly",
                            ClosedLoopGroup.id(ProductSpread.ZIPF, CLIENTS),
                            ClosedLoopGroup.id(ProductSpread.ALL, CLIENTS),
                            1.0),
                    new Target(
                            "in process: with idempotency keys against without",
                            KeysGroup.with(ProductSpread.ALL),
                            KeysGroup.without(ProductSpread.ALL),
                            0.7),
                    new Target(
                            "in process: a basket of 24 lines against 24 single commands, one"
                                    + " client",
                            BasketsGroup.baskets(24, 1),
                            BasketsGroup.singles(1),
                            5.0),
                    new Target(
                            "in process: the same, 256 clients",
                            BasketsGroup.baskets(24, CLIENTS),
                            BasketsGroup.singles(CLIENTS),
                            5.0),
                    new Target(
                            "two instances, clients spread at random over both, against one",
                            TwoInstancesGroup.TWO,
                            TwoInstancesGroup.ONE,
                            0.8));

    private static final List<String> NOTES =
            List.of(
                    "Each command reserves one unit or ships it, and is one event; the clients run"
                            + " in the same JVM as the loop, and the relay does not run.",
                    "Load, fold, append uses 32 connections, the service's own domain and JSON, and"
                        + " no view; its streams grow while it is measured, as they do in life.",
                    "Latencies of a closed loop are those of clients that wait for each other;"
                            + " those of an open loop are counted from when the command was due.");

    @Mixin private final MeasuringOptions options = new MeasuringOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    private InProcessBenchmark() {}

    @Override
    public Integer call() throws Exception {
        measure(options, MeasuringOptions.commandLine(spec));
        return 0;
    }

    /** Measures the section, and writes it down. */
    public static void measure(MeasuringOptions options, String commandLine) throws Exception {
        Conditions.Machine machine = Conditions.Machine.now();
        try (BenchmarkPostgres postgres = new BenchmarkPostgres(options.data())) {
            List<LoadGroup> groups =
                    List.of(
                            new SingleInsertGroup(postgres.folder()),
                            new LoadFoldAppendGroup(CLIENTS),
                            new ClosedLoopGroup(32),
                            new ClosedLoopGroup(CLIENTS),
                            new ClosedLoopGroup(1_024),
                            new OpenLoopGroup(CLIENTS),
                            new KeysGroup(CLIENTS),
                            new BasketsGroup(),
                            new TwoInstancesGroup(CLIENTS));
            int loads = groups.stream().mapToInt(LoadGroup::loads).sum();
            try (ProgressLine progress = ProgressLine.onStderr(NAME, loads, options.times())) {
                SectionRun run = new SectionRun(progress, options.times());
                for (LoadGroup group : groups) {
                    try (EventsDatabase database = postgres.createEventsDatabase()) {
                        group.measure(run, database);
                    }
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
                        .keep(run.section(NAME, "In process", conditions, TARGETS));
            }
        }
    }
}
