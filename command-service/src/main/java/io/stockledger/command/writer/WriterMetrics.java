package io.stockledger.command.writer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Refusal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the loop tells Prometheus. Thread-safe. */
final class WriterMetrics {

    private static final String COMMANDS = "stockledger.commands";

    private final MeterRegistry registry;

    private record TypeAndOutcome(String type, String outcome) {}

    private final Map<TypeAndOutcome, Counter> commands = new ConcurrentHashMap<>();
    private final DistributionSummary batchSize;
    private final Timer appendTime;
    private final Counter conflicts;

    WriterMetrics(MeterRegistry registry, Inbox inbox, ProductCache cache) {
        this.registry = registry;
        this.batchSize =
                DistributionSummary.builder("stockledger.batch.size")
                        .description("Commands decided together")
                        .baseUnit("commands")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry);
        this.appendTime =
                Timer.builder("stockledger.append")
                        .description("Time of an append call, commit included")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry);
        this.conflicts =
                Counter.builder("stockledger.append.conflicts")
                        .description(
                                "Batches decided again: another instance was faster, or a key was"
                                        + " known")
                        .register(registry);
        registry.gauge("stockledger.queue.depth", inbox, Inbox::depth);
        registry.gauge("stockledger.cached.products", cache, ProductCache::size);
    }

    void recorded(Command command) {
        count(command, "recorded");
    }

    void refused(Command command, Refusal refusal) {
        count(command, refusal.name());
    }

    /** The answer of an earlier request with the same idempotency key was given again. */
    void replayed(Command command) {
        count(command, "replayed");
    }

    void failed(Command command) {
        count(command, "failed");
    }

    void overloaded(Command command) {
        count(command, "overloaded");
    }

    void outcomeUnknown(Command command) {
        count(command, "outcome-unknown");
    }

    void decided(int commandCount) {
        batchSize.record(commandCount);
    }

    void appended(long nanos) {
        appendTime.record(Duration.ofNanos(nanos));
    }

    void conflicted() {
        conflicts.increment();
    }

    private void count(Command command, String outcome) {
        commands.computeIfAbsent(
                        new TypeAndOutcome(command.type(), outcome),
                        _ ->
                                Counter.builder(COMMANDS)
                                        .description("Commands by type and outcome")
                                        .tag("type", command.type())
                                        .tag("outcome", outcome)
                                        .register(registry))
                .increment();
    }
}
