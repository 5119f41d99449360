package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.instance.Instance;
import io.stockledger.benchmarks.instance.Requests;
import io.stockledger.benchmarks.load.ClosedLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;

import java.util.Locale;

/** The writer loop under a closed loop, with each spread of the products. */
record ClosedLoopGroup(int clients) implements LoadGroup {

    static String id(ProductSpread spread, int clients) {
        return "closed-%s-%d".formatted(spread.id(), clients);
    }

    @Override
    public int loads() {
        return ProductSpread.values().length;
    }

    @Override
    public void measure(SectionRun run, EventsDatabase database) throws Exception {
        try (Instance instance = new Instance(database)) {
            run.prepare("registering the products");
            instance.register(ProductSpread.PRODUCTS);
            for (ProductSpread spread : ProductSpread.values()) {
                database.checkpoint();
                run.measure(
                        new LoadName(
                                id(spread, clients),
                                "Closed loop",
                                String.format(
                                        Locale.ROOT, "%s, %,d clients", spread.text(), clients),
                                SingleInsertGroup.ID),
                        new ClosedLoop(clients, instance.clients(Requests.singles(spread))));
            }
        }
    }
}
