package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.instance.Instance;
import io.stockledger.benchmarks.load.ClosedLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;

/** The same commands without and with an idempotency key each. */
record KeysGroup(int clients) implements LoadGroup {

    static final String WITHOUT = "without-keys";
    static final String WITH = "with-keys";

    private static final String TABLE = "Idempotency keys";
    private static final ProductSpread SPREAD = ProductSpread.ALL;

    @Override
    public int loads() {
        return 2;
    }

    @Override
    public void measure(SectionRun run, EventsDatabase database) throws Exception {
        try (Instance instance = new Instance(database)) {
            run.prepare("registering the products");
            instance.register(ProductSpread.PRODUCTS);
            database.checkpoint();
            String text = "%s, %d clients, %s";
            run.measure(
                    new LoadName(
                            WITHOUT,
                            TABLE,
                            text.formatted(SPREAD.text(), clients, "without keys"),
                            null),
                    new ClosedLoop(clients, instance.clients(SPREAD::choice)));
            database.checkpoint();
            run.measure(
                    new LoadName(
                            WITH,
                            TABLE,
                            text.formatted(SPREAD.text(), clients, "a new key each"),
                            WITHOUT),
                    new ClosedLoop(clients, instance.keyedClients(SPREAD::choice)));
        }
    }
}
