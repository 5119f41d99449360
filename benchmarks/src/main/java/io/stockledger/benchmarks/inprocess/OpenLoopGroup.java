package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.instance.Instance;
import io.stockledger.benchmarks.instance.Requests;
import io.stockledger.benchmarks.load.OpenLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.command.writer.WriterLimits;

import java.util.List;

/** The writer loop at fixed rates, below and above the throughput of the closed loop. */
record OpenLoopGroup(int closedLoopClients) implements LoadGroup {

    private static final List<ProductSpread> SPREADS =
            List.of(ProductSpread.ALL, ProductSpread.ONE, ProductSpread.ZIPF);
    private static final List<Integer> PERCENTS = List.of(50, 80, 120);

    /**
     * Below the limit of the writer loop's queue, so that operations that cannot be sent wait in
     * the load generator and are counted, and none is refused as overloaded.
     */
    private static final int IN_FLIGHT_MAX = WriterLimits.defaults().queueCommandsMax() * 3 / 4;

    @Override
    public int loads() {
        return SPREADS.size() * PERCENTS.size();
    }

    @Override
    public void measure(SectionRun run, EventsDatabase database) throws Exception {
        try (Instance instance = new Instance(database)) {
            run.prepare("registering the products");
            instance.register(ProductSpread.PRODUCTS);
            for (ProductSpread spread : SPREADS) {
                for (int percent : PERCENTS) {
                    database.checkpoint();
                    measure(run, instance, spread, percent);
                }
            }
        }
    }

    private void measure(SectionRun run, Instance instance, ProductSpread spread, int percent)
            throws Exception {
        String closedLoop = ClosedLoopGroup.id(spread, closedLoopClients);
        double perSecond = Math.rint(run.perSecond(closedLoop) * percent / 100);
        run.measure(
                new LoadName(
                        "open-%s-%d".formatted(spread.id(), percent),
                        "Open loop, rates in percent of the closed loop",
                        "%s, at %d %%".formatted(spread.text(), percent),
                        closedLoop),
                new OpenLoop(perSecond, IN_FLIGHT_MAX, instance.clients(Requests.singles(spread))));
    }
}
