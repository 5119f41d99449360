package io.stockledger.query.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * All metrics of the query service. The parts of the service call a method for each fact that is
 * counted or timed, and give a supplier for each value that is read when Prometheus scrapes. Time
 * is in seconds. Thread-safe.
 */
public final class QueryMetrics {

    /** The upper bounds of the histogram of records per batch. */
    private static final double[] BATCH_RECORDS = {
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000
    };

    /** The upper bounds of the histogram of projected batches. */
    private static final Duration[] BATCH_TIMES =
            LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private static final String PROJECTION = "projection";

    private final MeterRegistry registry;
    private final DistributionSummary batchRecords;
    private final Timer batchTime;
    private final Counter batchFailures;
    private final Counter repairRequests;
    private final Counter exportRows;

    /** Registers in that registry. */
    public QueryMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.batchRecords =
                DistributionSummary.builder("stockledger.projection.batch.records")
                        .description("Records of the topic in one projected batch")
                        .serviceLevelObjectives(BATCH_RECORDS)
                        .register(registry);
        this.batchTime =
                Timer.builder("stockledger.projection.batch.time")
                        .description("Time from parsing the first record of a batch to its commit")
                        .serviceLevelObjectives(BATCH_TIMES)
                        .register(registry);
        this.batchFailures =
                Counter.builder("stockledger.projection.batch.failures")
                        .description("Attempts at a batch that failed and were repeated")
                        .register(registry);
        this.repairRequests =
                Counter.builder("stockledger.repair.requests")
                        .description("Requests to the relay to publish missing events again")
                        .register(registry);
        this.exportRows =
                Counter.builder("stockledger.export.rows")
                        .description("Rows sent in exports")
                        .register(registry);
    }

    /** Shows the name and the version of the service. */
    public void build(String application, String version) {
        Gauge.builder("stockledger.build.info", () -> 1)
                .description("Name and version of the running service")
                .tag("application", application)
                .tag("version", version)
                .register(registry);
    }

    /**
     * Counts and times a batch that is committed.
     *
     * @param applied the number of events that were applied, by projection
     */
    public void batchProjected(int records, Map<String, Integer> applied, Duration time) {
        batchRecords.record(records);
        batchTime.record(time);
        applied.forEach(
                (projection, events) ->
                        Counter.builder("stockledger.projection.events")
                                .description("Events applied to the read model")
                                .tag(PROJECTION, projection)
                                .register(registry)
                                .increment(events));
    }

    /** Counts an attempt at a batch that failed. */
    public void batchFailed() {
        batchFailures.increment();
    }

    /** Shows how far a read model is; NaN while that is unknown. */
    public void projection(
            String name,
            DoubleSupplier position,
            DoubleSupplier lagEvents,
            DoubleSupplier lagSeconds,
            DoubleSupplier heldProducts) {
        projectionGauge(
                name,
                "stockledger.projection.position",
                "Position in the event log up to which the read model has applied every event",
                position);
        projectionGauge(
                name,
                "stockledger.projection.lag.events",
                "Records of the topic that the read model has not applied yet",
                lagEvents);
        projectionGauge(
                name,
                "stockledger.projection.lag.seconds",
                "Longest time by which the read model may be behind the event log",
                lagSeconds);
        projectionGauge(
                name,
                "stockledger.projection.held.products",
                "Products that are held at a missing or unreadable event",
                heldProducts);
    }

    /** Counts a request to the relay to publish missing events again. */
    public void repairRequested() {
        repairRequests.increment();
    }

    /**
     * Shows what is known of the relay and of the topic.
     *
     * @param ageSeconds the time since the last heartbeat; NaN before the first one
     * @param missing the partitions and products whose events are missing
     */
    public void heartbeat(DoubleSupplier ageSeconds, LongSupplier missing) {
        Gauge.builder("stockledger.heartbeat.age.seconds", ageSeconds::getAsDouble)
                .description("Time since the last heartbeat of the relay was received")
                .register(registry);
        Gauge.builder("stockledger.missing.events", missing::getAsLong)
                .description("Partitions of the topic and products whose next event is missing")
                .register(registry);
    }

    private void projectionGauge(
            String projection, String name, String description, DoubleSupplier value) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .tag(PROJECTION, projection)
                .register(registry);
    }

    /** Shows the number of dead letters. */
    public void deadLetters(LongSupplier kept, LongSupplier evictions) {
        Gauge.builder("stockledger.dead.letters", kept::getAsLong)
                .description("Records of the topic that could not be read or applied")
                .register(registry);
        counter(
                "stockledger.dead.letters.evictions",
                "Dead letters that were removed because there were too many",
                evictions);
    }

    /** Shows the use of the inventory cache. */
    public void inventoryCache(
            LongSupplier hits, LongSupplier misses, LongSupplier evictions, LongSupplier answers) {
        counter("stockledger.inventory.cache.hits", "Products answered from memory", hits);
        counter("stockledger.inventory.cache.misses", "Products read from Postgres", misses);
        counter(
                "stockledger.inventory.cache.evictions",
                "Answers that were removed to make room or because of their age",
                evictions);
        Gauge.builder("stockledger.inventory.cache.answers", answers::getAsLong)
                .description("Approximate number of answers in memory")
                .register(registry);
    }

    /** Shows the state of the change feed. */
    public void changeFeed(
            LongSupplier changes,
            LongSupplier reconnects,
            BooleanSupplier listening,
            LongSupplier waiting) {
        counter("stockledger.change.feed.changes", "Changes received", changes);
        counter(
                "stockledger.change.feed.reconnects",
                "Times that the change listener connected again",
                reconnects);
        Gauge.builder("stockledger.change.feed.listening", () -> listening.getAsBoolean() ? 1 : 0)
                .description(
                        "1 while changes are received, 0 while every read goes to the database")
                .register(registry);
        Gauge.builder("stockledger.change.feed.waiting", waiting::getAsLong)
                .description("Reads and streams that wait for a change")
                .register(registry);
    }

    /**
     * Shows the exports that are running.
     *
     * @param oldestSeconds the age of the oldest snapshot of an export; 0 without exports
     */
    public void exports(IntSupplier running, DoubleSupplier oldestSeconds) {
        Gauge.builder("stockledger.exports.running", running::getAsInt)
                .description("Exports that are running")
                .register(registry);
        Gauge.builder("stockledger.export.snapshot.age.seconds", oldestSeconds::getAsDouble)
                .description(
                        "Age of the oldest snapshot of an export; it delays vacuum for this time")
                .register(registry);
    }

    /** Counts rows of an export that were sent. */
    public void exportRowsSent(long rows) {
        exportRows.increment((double) rows);
    }

    /**
     * Counts an export that has ended.
     *
     * @param complete false if it was cut, failed or was left by its caller
     */
    public void exportEnded(boolean complete) {
        Counter.builder("stockledger.exports")
                .description("Exports that have ended")
                .tag("outcome", complete ? "complete" : "incomplete")
                .register(registry)
                .increment();
    }

    /** Shows the result of the verification in the background. */
    public void verification(LongSupplier products, LongSupplier differences) {
        counter("stockledger.verification.products", "Products verified", products);
        Gauge.builder("stockledger.verification.differences", differences::getAsLong)
                .description(
                        "Differences between the read models and the fold of their events; 0 is"
                                + " right")
                .register(registry);
    }

    /** The registry refers weakly to the object and strongly to the function. */
    private void counter(String name, String description, LongSupplier value) {
        FunctionCounter.builder(name, this, _ -> value.getAsLong())
                .description(description)
                .register(registry);
    }
}
