package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.ChainedLoop;
import io.stockledger.benchmarks.load.FixedWork;
import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.overhttp.Posts.Endpoint;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Runs loads against a service. Each load uses new connections and starts after the relay has
 * published all events, because a busy relay would slow the load down.
 */
final class HttpRun {

    private static final long RELAY_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RELAY_MAX_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final SectionRun run;
    private final EventsDatabase database;
    private final ServiceProcess service;
    private final @Nullable String token;

    HttpRun(SectionRun run, EventsDatabase database, ServiceProcess service) {
        this(run, database, service, null);
    }

    /**
     * @param token of all requests, if the service needs one
     */
    HttpRun(
            SectionRun run,
            EventsDatabase database,
            ServiceProcess service,
            @Nullable String token) {
        this.run = run;
        this.database = database;
        this.service = service;
        this.token = token;
    }

    /** Registers the products and warms up these endpoints. */
    void prepare(int count, List<Endpoint> endpoints) throws Exception {
        try (HttpConnections connections = new HttpConnections(count, service.port(), token)) {
            run.prepare("registering the products");
            run.warmUp(
                    new FixedWork(
                            count,
                            ProductSpread.PRODUCTS,
                            connections.clients(Posts.registrations())));
            run.prepare("warming up the server");
            for (Endpoint endpoint : endpoints) {
                var singles = connections.clients(Posts.singles(endpoint, ProductSpread.ALL));
                run.warmUp(new ChainedLoop(count, 1, singles));
            }
        }
    }

    /** Measures a load on new connections; the server would close idle connections. */
    void measure(LoadName name, int count, Function<HttpConnections, Load> load) throws Exception {
        run.prepare("waiting for the relay");
        awaitRelay();
        database.checkpoint();
        try (HttpConnections connections = new HttpConnections(count, service.port(), token)) {
            long events = database.events();
            Duration processorTime = service.processorTime();
            run.measure(
                    name,
                    load.apply(connections),
                    () ->
                            note(
                                    database.events() - events,
                                    service.processorTime().minus(processorTime)));
        }
    }

    double perSecond(String id) {
        return run.perSecond(id);
    }

    private void awaitRelay() {
        long deadline = System.nanoTime() + RELAY_MAX_NANOS;
        while (database.eventsBehindRelay() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the relay did not publish all events in time");
            }
            LockSupport.parkNanos(RELAY_POLL_NANOS);
        }
    }

    /** The processor time includes that of the relay, which is a part of the service. */
    private @Nullable String note(long events, Duration processorTime) {
        List<String> facts = new ArrayList<>();
        if (events > 0) {
            facts.add(
                    "%,d µs of processor time of the service per event"
                            .formatted(
                                    TimeUnit.NANOSECONDS.toMicros(processorTime.toNanos())
                                            / events));
        }
        long behind = database.eventsBehindRelay();
        if (behind > 0) {
            facts.add("the relay was %,d events behind at the end".formatted(behind));
        }
        return facts.isEmpty() ? null : String.join("; ", facts);
    }
}
