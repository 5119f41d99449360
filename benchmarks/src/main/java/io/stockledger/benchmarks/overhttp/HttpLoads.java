package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.load.ChainedLoop;
import io.stockledger.benchmarks.load.OpenLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.load.RequestSource;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;
import io.stockledger.benchmarks.overhttp.Posts.Endpoint;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.Target;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The loads over HTTP, in the order in which they are measured. */
final class HttpLoads {

    private static final int CONNECTIONS = 64;
    private static final int OPEN_LOOP_CONNECTIONS = 256;
    private static final int BULK_CONNECTIONS = 8;
    private static final int BASKET_LINES = 24;
    private static final List<Integer> PERCENTS = List.of(50, 80, 120);
    private static final List<ProductSpread> SPREADS =
            List.of(ProductSpread.ALL, ProductSpread.ONE, ProductSpread.ZIPF);
    private static final List<ProductSpread> LOAD_FOLD_APPEND_SPREADS =
            List.of(ProductSpread.ALL, ProductSpread.ONE);

    private static final String CONSTANT = "constant";
    private static final String CONSTANT_BULK = "constant-bulk";
    private static final String KEYS = "single-with-keys";
    private static final String BASKETS = "baskets-24";
    private static final String BULK = "bulk";
    private static final String CLOSED_TABLE = "Closed loop, 64 connections";
    private static final String BULK_TABLE =
            "Bulk, 1,000 lines per request, 8 connections, counted in lines";

    static final int LOADS =
            1 + SPREADS.size() + 2 + 2 + PERCENTS.size() + LOAD_FOLD_APPEND_SPREADS.size();

    static final List<Target> TARGETS =
            List.of(
                    new Target(
                            "over HTTP: single commands against a constant answer of the same"
                                    + " server",
                            single(ProductSpread.ALL),
                            CONSTANT,
                            0.5),
                    new Target(
                            "over HTTP: commands for one hot product against load, fold, append"
                                    + " with retry",
                            single(ProductSpread.ONE),
                            loadFoldAppend(ProductSpread.ONE),
                            30),
                    new Target(
                            "over HTTP: a basket of 24 lines against 24 single commands",
                            BASKETS,
                            single(ProductSpread.ALL),
                            5));

    private final HttpRun run;

    HttpLoads(HttpRun run) {
        this.run = run;
    }

    void measure() throws Exception {
        run.prepare(CONNECTIONS, List.of(Endpoint.CONSTANT, Endpoint.COMMAND_SERVICE));
        closedLoop(
                CONSTANT,
                "a constant answer",
                null,
                1,
                Posts.singles(Endpoint.CONSTANT, ProductSpread.ALL));
        for (ProductSpread spread : SPREADS) {
            closedLoop(
                    single(spread),
                    "single commands, " + spread.text(),
                    CONSTANT,
                    1,
                    Posts.singles(Endpoint.COMMAND_SERVICE, spread));
        }
        closedLoop(
                KEYS,
                "single commands with keys, 100,000 products",
                CONSTANT,
                1,
                Posts.singlesWithKeys(ProductSpread.ALL));
        closedLoop(
                BASKETS,
                "baskets of 24 lines, 100,000 products, counted in lines",
                CONSTANT,
                BASKET_LINES,
                Posts.baskets(ProductSpread.ALL, BASKET_LINES));
        bulk(CONSTANT_BULK, "a constant answer", null, BaselineEndpoints.CONSTANT_BULK);
        bulk(BULK, "single commands, 100,000 products", CONSTANT_BULK, "/v1/commands");
        for (int percent : PERCENTS) {
            openLoop(ProductSpread.ALL, percent);
        }
        // Last, because their long streams make the database slower for later loads.
        for (ProductSpread spread : LOAD_FOLD_APPEND_SPREADS) {
            closedLoop(
                    loadFoldAppend(spread),
                    "load, fold, append with retry, " + spread.text(),
                    CONSTANT,
                    1,
                    Posts.singles(Endpoint.LOAD_FOLD_APPEND, spread));
        }
    }

    private static String single(ProductSpread spread) {
        return "single-" + spread.id();
    }

    private static String loadFoldAppend(ProductSpread spread) {
        return "load-fold-append-" + spread.id();
    }

    private void closedLoop(
            String id,
            String text,
            @Nullable String baseline,
            int lines,
            RequestSource<Request> source)
            throws Exception {
        run.measure(
                new LoadName(id, CLOSED_TABLE, text, baseline),
                CONNECTIONS,
                connections -> new ChainedLoop(CONNECTIONS, lines, connections.clients(source)));
    }

    private void bulk(String id, String text, @Nullable String baseline, String path)
            throws Exception {
        int lines = BaselineEndpoints.BULK_LINES;
        run.measure(
                new LoadName(id, BULK_TABLE, text, baseline),
                BULK_CONNECTIONS,
                connections ->
                        new ChainedLoop(
                                BULK_CONNECTIONS,
                                lines,
                                connections.clients(
                                        Posts.bulk(path, ProductSpread.ALL, lines),
                                        answer -> BulkAnswer.requireSuccesses(answer, lines))));
    }

    private void openLoop(ProductSpread spread, int percent) throws Exception {
        double perSecond = Math.rint(run.perSecond(single(spread)) * percent / 100);
        RequestSource<Request> source = Posts.singles(Endpoint.COMMAND_SERVICE, spread);
        run.measure(
                new LoadName(
                        "open-%s-%d".formatted(spread.id(), percent),
                        "Open loop over 256 connections, rates in percent of the closed loop",
                        "%s, at %d %%".formatted(spread.text(), percent),
                        single(spread)),
                OPEN_LOOP_CONNECTIONS,
                connections ->
                        new OpenLoop(
                                perSecond, OPEN_LOOP_CONNECTIONS, connections.clients(source)));
    }
}
