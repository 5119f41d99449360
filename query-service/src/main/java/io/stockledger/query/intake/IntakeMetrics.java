package io.stockledger.query.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the intake counts. Thread-safe. */
public final class IntakeMetrics {

    private final MeterRegistry registry;
    private final DistributionSummary batchRecords;
    private final Timer batchTime;
    private final Counter failures;

    public IntakeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.batchRecords =
                DistributionSummary.builder("stockledger.projection.batch.records")
                        .description("Records of the topic in one projected batch")
                        .register(registry);
        this.batchTime =
                Timer.builder("stockledger.projection.batch.time")
                        .description("From a batch's first record parsed to its commit")
                        .register(registry);
        this.failures =
                Counter.builder("stockledger.projection.batch.failures")
                        .description("Attempts at a batch that failed and were repeated")
                        .register(registry);
    }

    void projected(int records, Map<String, Integer> applied, long nanos) {
        batchRecords.record(records);
        batchTime.record(nanos, TimeUnit.NANOSECONDS);
        applied.forEach(
                (projection, events) ->
                        registry.counter("stockledger.projection.events", "projection", projection)
                                .increment(events));
    }

    void failed() {
        failures.increment();
    }
}
