package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.instance.Instance;
import io.stockledger.benchmarks.instance.Requests;
import io.stockledger.benchmarks.load.ClosedLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The same commands without and with idempotency keys. */
record KeysGroup(int clients) implements LoadGroup {

    private static final List<ProductSpread> SPREADS =
            List.of(ProductSpread.ALL, ProductSpread.ONE);

    static String without(ProductSpread spread) {
        return "without-keys-" + spread.id();
    }

    static String with(ProductSpread spread) {
        return "with-keys-" + spread.id();
    }

    @Override
    public int loads() {
        return 2 * SPREADS.size();
    }

    @Override
    public void measure(SectionRun run, EventsDatabase database) throws Exception {
        try (Instance instance = new Instance(database)) {
            run.prepare("registering the products");
            instance.register(ProductSpread.PRODUCTS);
            for (ProductSpread spread : SPREADS) {
                database.checkpoint();
                run.measure(
                        name(without(spread), "without keys", spread, null),
                        new ClosedLoop(clients, instance.clients(Requests.singles(spread))));
                database.checkpoint();
                run.measure(
                        name(with(spread), "with keys", spread, without(spread)),
                        new ClosedLoop(
                                clients, instance.clients(Requests.singlesWithKeys(spread))));
            }
        }
    }

    private LoadName name(String id, String keys, ProductSpread spread, @Nullable String baseline) {
        return new LoadName(
                id,
                "Idempotency keys",
                "%s, %s, %d clients".formatted(keys, spread.text(), clients),
                baseline);
    }
}
