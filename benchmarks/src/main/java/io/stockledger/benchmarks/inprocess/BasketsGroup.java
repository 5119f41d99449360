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
import java.util.Locale;

/**
 * Baskets, compared with single commands, which a client sends one after the other. The products of
 * a basket are chosen evenly, and each line counts as one operation.
 */
record BasketsGroup() implements LoadGroup {

    private static final ProductSpread SPREAD = ProductSpread.ALL;

    /** Baskets of this number of lines, sent by this number of clients. */
    private record Baskets(int lines, int clients) {}

    private static final List<Integer> SINGLES = List.of(1, 256);
    private static final List<Baskets> BASKETS =
            List.of(
                    new Baskets(24, 1),
                    new Baskets(1, 256),
                    new Baskets(24, 256),
                    // With more clients, commands would time out in the queue.
                    new Baskets(1_000, 8));

    static String singles(int clients) {
        return "singles-%d".formatted(clients);
    }

    static String baskets(int lines, int clients) {
        return "baskets-%d-%d".formatted(lines, clients);
    }

    @Override
    public int loads() {
        return SINGLES.size() + BASKETS.size();
    }

    @Override
    public void measure(SectionRun run, EventsDatabase database) throws Exception {
        try (Instance instance = new Instance(database)) {
            run.prepare("registering the products");
            instance.register(ProductSpread.PRODUCTS);
            for (int clients : SINGLES) {
                database.checkpoint();
                run.measure(
                        name(singles(clients), "single commands", clients, null),
                        new ClosedLoop(clients, instance.clients(Requests.singles(SPREAD))));
            }
            for (Baskets baskets : BASKETS) {
                database.checkpoint();
                measure(run, instance, baskets);
            }
        }
    }

    private static void measure(SectionRun run, Instance instance, Baskets baskets)
            throws Exception {
        int clients = baskets.clients();
        run.measure(
                name(
                        baskets(baskets.lines(), clients),
                        String.format(
                                Locale.ROOT,
                                "baskets of %,d %s",
                                baskets.lines(),
                                baskets.lines() == 1 ? "line" : "lines"),
                        clients,
                        singles(clients == 1 ? 1 : 256)),
                new ClosedLoop(
                        clients,
                        baskets.lines(),
                        Thread.ofVirtual().factory(),
                        instance.clients(Requests.baskets(SPREAD, baskets.lines()))));
    }

    private static LoadName name(
            String id, String commands, int clients, @Nullable String baseline) {
        return new LoadName(
                id,
                "Baskets, counted in lines",
                "%s, %d %s".formatted(commands, clients, clients == 1 ? "client" : "clients"),
                baseline);
    }
}
