package io.stockledger.command.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;

import org.apache.kafka.clients.producer.Producer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * All metrics of the command service. The parts of the service call a method for each fact that is
 * counted or timed, and give a supplier for each value that is read when Prometheus scrapes. Time
 * is in seconds. Thread-safe.
 */
public final class CommandMetrics {

    /** The upper bounds of the histogram of commands per batch. */
    private static final double[] BATCH_COMMANDS = {
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000
    };

    /** The upper bounds of the histogram of append calls. */
    private static final Duration[] APPEND_TIMES =
            LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private record TypeAndOutcome(String type, String outcome) {}

    private final MeterRegistry registry;
    private final Map<TypeAndOutcome, Counter> commands = new ConcurrentHashMap<>();
    private final DistributionSummary batchSize;
    private final Timer append;
    private final Counter appendConflicts;
    private final Counter relayRepairs;
    private final Counter relayRepublished;
    private final Counter relayTopicsRecreated;

    /** Registers in that registry; several of one registry share their metrics. */
    public CommandMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.batchSize =
                DistributionSummary.builder("stockledger.batch.size")
                        .description("Commands decided together and appended in one call")
                        .baseUnit("commands")
                        .serviceLevelObjectives(BATCH_COMMANDS)
                        .register(registry);
        this.append =
                Timer.builder("stockledger.append")
                        .description("Time of an append call, commit included")
                        .serviceLevelObjectives(APPEND_TIMES)
                        .register(registry);
        this.appendConflicts =
                Counter.builder("stockledger.append.conflicts")
                        .description(
                                "Batches that were decided again, because another instance had"
                                        + " appended or an idempotency key was known")
                        .register(registry);
        this.relayRepairs =
                Counter.builder("stockledger.relay.repairs")
                        .description("Repairs that replicas have asked for")
                        .register(registry);
        this.relayRepublished =
                Counter.builder("stockledger.relay.republished.events")
                        .description("Events that were published again for repairs")
                        .register(registry);
        this.relayTopicsRecreated =
                Counter.builder("stockledger.relay.topics.recreated")
                        .description("Times that the topic was lost and published again")
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
     * Counts a command.
     *
     * @param outcome {@code recorded}, {@code unchanged}, {@code replayed}, {@code failed}, {@code
     *     overloaded}, {@code outcome-unknown} or the name of a refusal
     */
    public void commandCompleted(String type, String outcome) {
        commands.computeIfAbsent(new TypeAndOutcome(type, outcome), this::commandCounter)
                .increment();
    }

    private Counter commandCounter(TypeAndOutcome tags) {
        return Counter.builder("stockledger.commands")
                .description("Commands by type and outcome")
                .tag("type", tags.type())
                .tag("outcome", tags.outcome())
                .register(registry);
    }

    /** Counts a batch. */
    public void batchDecided(int commandCount) {
        batchSize.record(commandCount);
    }

    /** Times an append call. */
    public void appended(Duration time) {
        append.record(time);
    }

    /** Counts a batch that is decided again. */
    public void appendConflicted() {
        appendConflicts.increment();
    }

    /** Shows the number of commands that wait for the writer loop. */
    public void queueDepth(IntSupplier commandCount) {
        Gauge.builder("stockledger.queue.depth", commandCount::getAsInt)
                .description("Commands that wait for the writer loop")
                .register(registry);
    }

    /** Shows the number of products in memory. */
    public void cachedProducts(IntSupplier productCount) {
        Gauge.builder("stockledger.cached.products", productCount::getAsInt)
                .description("Products in the memory of the writer loop")
                .register(registry);
    }

    /**
     * Shows whether this instance publishes the event log.
     *
     * @param term the term in which it leads, 0 if it does not
     */
    public void relayLeading(BooleanSupplier leading, LongSupplier term) {
        Gauge.builder("stockledger.relay.term", term::getAsLong)
                .description("Term in which this instance leads, 0 while it stands by")
                .register(registry);
        Gauge.builder("stockledger.relay.leading", () -> leading.getAsBoolean() ? 1 : 0)
                .description("1 while this instance publishes the event log, 0 while it stands by")
                .register(registry);
    }

    /** Shows the lag of the topic, which is the same on every instance. */
    public void relayLag(DoubleSupplier events, DoubleSupplier seconds) {
        Gauge.builder("stockledger.relay.lag.events", events::getAsDouble)
                .description("Events of the log that are not published yet")
                .register(registry);
        Gauge.builder("stockledger.relay.lag.seconds", seconds::getAsDouble)
                .description("Age of the oldest event that is not published yet")
                .register(registry);
    }

    /** Shows the time since the last heartbeat of this instance, NaN while it stands by. */
    public void relayHeartbeatAge(DoubleSupplier seconds) {
        Gauge.builder("stockledger.relay.heartbeat.age.seconds", seconds::getAsDouble)
                .description("Time since Kafka acknowledged a heartbeat of this instance")
                .register(registry);
    }

    /** Shows whether a fault of the event log keeps this instance from publishing. */
    public void relayFault(BooleanSupplier faulty) {
        Gauge.builder("stockledger.relay.fault", () -> faulty.getAsBoolean() ? 1 : 0)
                .description("1 while a fault of the event log keeps this instance from publishing")
                .register(registry);
    }

    /** Counts a repair that a replica has asked for. */
    public void relayRepaired() {
        relayRepairs.increment();
    }

    /** Counts events that were published again for a repair. */
    public void relayRepublished(int events) {
        relayRepublished.increment(events);
    }

    /** Counts a topic that was lost, so that the whole event log is published again. */
    public void relayTopicRecreated() {
        relayTopicsRecreated.increment();
    }

    /** Shows Kafka's own metrics of a producer, until the caller closes them. */
    public KafkaClientMetrics kafkaProducer(Producer<?, ?> producer) {
        var metrics = new KafkaClientMetrics(producer);
        metrics.bindTo(registry);
        return metrics;
    }
}
