package io.stockledger.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The metrics of the HTTP edge. Thread-safe. */
public final class HttpMetrics {

    private final MeterRegistry registry;
    private final BodyBudget bodies;

    /** Shows the memory of request bodies, and counts those that were refused or too slow. */
    HttpMetrics(MeterRegistry registry, BodyBudget bodies) {
        this.registry = registry;
        this.bodies = bodies;
        Gauge.builder("stockledger.http.body.bytes", bodies, BodyBudget::bytes)
                .description("Memory of the request bodies that are read or in use")
                .baseUnit("bytes")
                .register(registry);
        counter(
                "stockledger.http.body.refusals",
                "Bodies and lines that were refused because the byte budget had no room",
                BodyBudget::refusals);
        counter(
                "stockledger.http.body.timeouts",
                "Bodies and lines that did not arrive in time",
                BodyBudget::timeouts);
    }

    /** Shows the number of open connections of the web server, which must not be collected. */
    public <S> void openConnections(S server, ToLongFunction<S> connections) {
        Gauge.builder("stockledger.http.connections", server, connections::applyAsLong)
                .description("Open connections of the web server")
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<BodyBudget> value) {
        FunctionCounter.builder(name, bodies, value).description(description).register(registry);
    }
}
