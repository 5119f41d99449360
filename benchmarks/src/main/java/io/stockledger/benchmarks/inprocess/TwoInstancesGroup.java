package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.instance.Instance;
import io.stockledger.benchmarks.instance.Requests;
import io.stockledger.benchmarks.load.Clients;
import io.stockledger.benchmarks.load.ClosedLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Two instances on the same products; each command goes to one of them at random. */
record TwoInstancesGroup(int clients) implements LoadGroup {

    static final String ONE = "one-instance";
    static final String TWO = "two-instances";

    private static final ProductSpread SPREAD = ProductSpread.ALL;

    @Override
    public int loads() {
        return 2;
    }

    @Override
    public void measure(SectionRun run, EventsDatabase database) throws Exception {
        try (Instance first = new Instance(database)) {
            run.prepare("registering the products");
            first.register(ProductSpread.PRODUCTS);
            database.checkpoint();
            measure(run, ONE, "one instance", null, first.clients(Requests.singles(SPREAD)));
            try (Instance second = new Instance(database)) {
                // Otherwise the benchmark would measure the loads of the second instance.
                run.prepare("filling the memory of the second instance");
                second.fill(ProductSpread.PRODUCTS);
                database.checkpoint();
                measure(
                        run,
                        TWO,
                        "two instances",
                        ONE,
                        Instance.clients(Requests.singles(SPREAD), List.of(first, second)));
            }
        }
    }

    private void measure(
            SectionRun run,
            String id,
            String text,
            @Nullable String baseline,
            Clients instanceClients)
            throws Exception {
        run.measure(
                new LoadName(
                        id,
                        "Two instances",
                        "%s, %s, %d clients".formatted(text, SPREAD.text(), clients),
                        baseline),
                new ClosedLoop(clients, instanceClients));
    }
}
