package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.ChainedLoop;
import io.stockledger.benchmarks.load.FixedWork;
import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.OpenLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.overhttp.Posts.Endpoint;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** The loads over HTTP, in the order in which they are measured. */
final class HttpLoads {

    private static final int CONNECTIONS = 64;
    private static final int OPEN_LOOP_CONNECTIONS = 256;
    private static final List<Integer> PERCENTS = List.of(50, 80, 120);
    private static final List<ProductSpread> SPREADS =
            List.of(ProductSpread.ALL, ProductSpread.ONE, ProductSpread.ZIPF);
    private static final List<ProductSpread> FOLDED = List.of(ProductSpread.ALL, ProductSpread.ONE);

    private static final String CONSTANT = "constant";
    private static final String CLOSED_TABLE = "Closed loop, 64 connections";

    private static final long RELAY_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RELAY_MAX_NANOS = TimeUnit.MINUTES.toNanos(5);

    static final int LOADS = 1 + SPREADS.size() + PERCENTS.size() + FOLDED.size();

    static final List<Target> TARGETS =
            List.of(
                    new Target(
                            "over HTTP: single commands against the same server answering a"
                                    + " constant POST",
                            single(ProductSpread.ALL),
                            CONSTANT,
                            0.5),
                    new Target(
                            "over HTTP: one hot product against load-fold-append with retry",
                            single(ProductSpread.ONE),
                            folded(ProductSpread.ONE),
                            30));

    private final SectionRun run;
    private final LoadTimes times;
    private final EventsDatabase database;
    private final int port;

    HttpLoads(SectionRun run, LoadTimes times, EventsDatabase database, int port) {
        this.run = run;
        this.times = times;
        this.database = database;
        this.port = port;
    }

    void measure() throws Exception {
        run.prepare("registering the products");
        try (HttpConnections connections = new HttpConnections(CONNECTIONS, port)) {
            new FixedWork(CONNECTIONS, ProductSpread.PRODUCTS, Posts.registrars(connections))
                    .run(times);
            // So that what comes first is not measured on the coldest server.
            run.prepare("warming up the server");
            for (Endpoint endpoint : List.of(Endpoint.CONSTANT, Endpoint.COMMAND_SERVICE)) {
                closed(connections, endpoint, ProductSpread.ALL).run(times);
            }
        }
        measureClosed(
                new LoadName(CONSTANT, CLOSED_TABLE, "a constant answer", null),
                Endpoint.CONSTANT,
                ProductSpread.ALL);
        for (ProductSpread spread : SPREADS) {
            measureClosed(
                    new LoadName(
                            single(spread),
                            CLOSED_TABLE,
                            "single commands, " + spread.text(),
                            CONSTANT),
                    Endpoint.COMMAND_SERVICE,
                    spread);
        }
        for (int percent : PERCENTS) {
            measureOpen(ProductSpread.ALL, percent);
        }
        for (ProductSpread spread : FOLDED) {
            measureClosed(
                    new LoadName(
                            folded(spread),
                            CLOSED_TABLE,
                            "load, fold, append with retry, " + spread.text(),
                            CONSTANT),
                    Endpoint.LOAD_FOLD_APPEND,
                    spread);
        }
    }

    private static String single(ProductSpread spread) {
        return "single-" + spread.id();
    }

    private static String folded(ProductSpread spread) {
        return "load-fold-append-" + spread.id();
    }

    private void measureClosed(LoadName name, Endpoint endpoint, ProductSpread spread)
            throws Exception {
        measure(name, CONNECTIONS, connections -> closed(connections, endpoint, spread));
    }

    private static Load closed(
            HttpConnections connections, Endpoint endpoint, ProductSpread spread) {
        return new ChainedLoop(
                CONNECTIONS, 1, Posts.shoppers(connections, endpoint, spread::choice));
    }

    private void measureOpen(ProductSpread spread, int percent) throws Exception {
        double perSecond = Math.rint(run.perSecond(single(spread)) * percent / 100);
        measure(
                new LoadName(
                        "open-%s-%d".formatted(spread.id(), percent),
                        "Open loop over 256 connections, rates in percent of the closed loop's",
                        "%s, at %d %%".formatted(spread.text(), percent),
                        single(spread)),
                OPEN_LOOP_CONNECTIONS,
                connections ->
                        new OpenLoop(
                                perSecond,
                                OPEN_LOOP_CONNECTIONS,
                                Posts.shoppers(
                                        connections, Endpoint.COMMAND_SERVICE, spread::choice)));
    }

    /** With connections that are opened for it: an idle one would be closed by the server. */
    private void measure(LoadName name, int count, Function<HttpConnections, Load> load)
            throws Exception {
        run.prepare("waiting for the relay");
        awaitRelay();
        database.checkpoint();
        try (HttpConnections connections = new HttpConnections(count, port)) {
            run.measure(name, load.apply(connections), this::relayAtTheEnd);
        }
    }

    /** What the relay still has to do would be paid for by the next load. */
    private void awaitRelay() throws SQLException {
        long deadline = System.nanoTime() + RELAY_MAX_NANOS;
        while (database.eventsBehindRelay() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the relay does not catch up");
            }
            LockSupport.parkNanos(RELAY_POLL_NANOS);
        }
    }

    private @Nullable String relayAtTheEnd() {
        try {
            long behind = database.eventsBehindRelay();
            return behind == 0 ? null : "relay %,d events behind at the end".formatted(behind);
        } catch (SQLException e) {
            throw new IllegalStateException("the relay's checkpoint cannot be read", e);
        }
    }
}
