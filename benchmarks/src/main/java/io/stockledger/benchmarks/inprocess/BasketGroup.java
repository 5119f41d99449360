package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.instance.Instance;
import io.stockledger.benchmarks.load.ClosedLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;

/** Orders of many lines: as baskets, and each line by a command of its own. Lines are counted. */
record BasketGroup(int clients) implements LoadGroup {

    static final String SINGLES = "24-singles";
    static final String BASKET_OF_24 = "basket-24";

    private static final String TABLE = "Baskets, in lines a second";
    private static final int[] LINES = {1, 24, 1_000};
    private static final int SINGLE_LINES = 24;
    private static final ProductSpread SPREAD = ProductSpread.ALL;

    @Override
    public int loads() {
        return LINES.length + 1;
    }

    @Override
    public void measure(SectionRun run, EventsDatabase database) throws Exception {
        try (Instance instance = new Instance(database)) {
            run.prepare("registering the products");
            instance.register(ProductSpread.PRODUCTS);
            database.checkpoint();
            run.measure(
                    new LoadName(
                            SINGLES,
                            TABLE,
                            "24 single commands one after another, %d clients".formatted(clients),
                            null),
                    new ClosedLoop(
                            clients,
                            SINGLE_LINES,
                            Thread.ofVirtual().factory(),
                            instance.linesOneByOne(SPREAD::choice, SINGLE_LINES)));
            for (int lines : LINES) {
                database.checkpoint();
                run.measure(
                        new LoadName(
                                "basket-" + lines,
                                TABLE,
                                "baskets of %,d lines, %d clients".formatted(lines, clients),
                                SINGLES),
                        new ClosedLoop(
                                clients,
                                lines,
                                Thread.ofVirtual().factory(),
                                instance.baskets(SPREAD::choice, lines)));
            }
        }
    }
}
