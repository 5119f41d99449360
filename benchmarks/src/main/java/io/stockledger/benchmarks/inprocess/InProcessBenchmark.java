package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.benchmarks.subcommand.Benchmark;

import picocli.CommandLine.Command;

import java.util.List;

/** {@code ./bench in-process}. */
@Command(
        name = "in-process",
        sortOptions = false,
        description =
                "The writer loop without HTTP, compared with single INSERTs and load-fold-append.")
public final class InProcessBenchmark extends Benchmark {

    /** The number of clients of the loads that the targets refer to. */
    private static final int CLIENTS = 256;

    private static final List<LoadGroup> GROUPS =
            List.of(
                    new SingleInsertGroup(),
                    new LoadFoldAppendGroup(CLIENTS),
                    new ClosedLoopGroup(32),
                    new ClosedLoopGroup(CLIENTS),
                    new ClosedLoopGroup(1_024),
                    new OpenLoopGroup(CLIENTS),
                    new KeysGroup(CLIENTS),
                    new BasketsGroup(),
                    new TwoInstancesGroup(CLIENTS));

    private static final List<Target> TARGETS =
            List.of(
                    new Target(
                            "in process: 100,000 products, 256 clients, against single INSERTs over"
                                    + " 32 connections",
                            ClosedLoopGroup.id(ProductSpread.ALL, CLIENTS),
                            SingleInsertGroup.ID,
                            4.0),
                    new Target(
                            "in process: one hot product against 100,000 products chosen evenly",
                            ClosedLoopGroup.id(ProductSpread.ONE, CLIENTS),
                            ClosedLoopGroup.id(ProductSpread.ALL, CLIENTS),
                            1.0),
                    new Target(
                            "in process: Zipf 2.0 against 100,000 products chosen evenly",
                            ClosedLoopGroup.id(ProductSpread.ZIPF, CLIENTS),
                            ClosedLoopGroup.id(ProductSpread.ALL, CLIENTS),
                            1.0),
                    new Target(
                            "in process: commands with idempotency keys against commands without",
                            KeysGroup.with(ProductSpread.ALL),
                            KeysGroup.without(ProductSpread.ALL),
                            0.7),
                    new Target(
                            "in process: a basket of 24 lines against 24 single commands, 1 client",
                            BasketsGroup.baskets(24, 1),
                            BasketsGroup.singles(1),
                            5.0),
                    new Target(
                            "in process: a basket of 24 lines against 24 single commands,"
                                    + " 256 clients",
                            BasketsGroup.baskets(24, CLIENTS),
                            BasketsGroup.singles(CLIENTS),
                            5.0),
                    new Target(
                            "in process: two instances, each command sent to one of them at random,"
                                    + " against one instance",
                            TwoInstancesGroup.TWO,
                            TwoInstancesGroup.ONE,
                            0.8));

    private static final List<String> NOTES =
            List.of(
                    "Each command reserves or ships one unit and records one event. The clients run"
                            + " in the same JVM as the writer loop; the relay does not run.",
                    "Load, fold, append uses 32 connections, the domain and JSON code of the"
                            + " service, and no read model. Its streams grow while it is measured,"
                            + " as they do in production.",
                    "In a closed loop, each client sends its next command after the answer to its"
                            + " last one. In an open loop, the latency counts from the moment at"
                            + " which the command was due.");

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "in-process",
                "In process",
                GROUPS.stream().mapToInt(LoadGroup::loads).sum(),
                Conditions.ownHeapMaxMiB(),
                NOTES,
                TARGETS,
                List.of());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        for (LoadGroup group : GROUPS) {
            try (EventsDatabase database = postgres.createEventsDatabase()) {
                group.measure(run, database);
            }
        }
    }
}
