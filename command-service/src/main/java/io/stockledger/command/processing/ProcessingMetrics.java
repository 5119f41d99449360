package io.stockledger.command.processing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.Rejection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the loop tells Prometheus. Thread-safe. */
final class ProcessingMetrics {

    private static final String COMMANDS = "stockledger.commands";

    private final MeterRegistry registry;
    private final Map<String, Counter> commands = new ConcurrentHashMap<>();
    private final DistributionSummary batchSize;
    private final Timer appendTime;
    private final Counter conflicts;

    ProcessingMetrics(MeterRegistry registry, Inbox inbox, ProductCache cache) {
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
                        .description("Batches decided again because another instance was faster")
                        .register(registry);
        registry.gauge("stockledger.queue.depth", inbox, Inbox::depth);
        registry.gauge("stockledger.cached.products", cache, ProductCache::size);
    }

    void recorded(ProductCommand command) {
        count(command, "recorded");
    }

    void refused(ProductCommand command, Rejection rejection) {
        count(command, RejectionNames.of(rejection));
    }

    void failed(ProductCommand command) {
        count(command, "failed");
    }

    void overloaded(ProductCommand command) {
        count(command, "overloaded");
    }

    void outcomeUnknown(ProductCommand command) {
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

    private void count(ProductCommand command, String outcome) {
        commands.computeIfAbsent(
                        command.type() + ' ' + outcome,
                        _ ->
                                Counter.builder(COMMANDS)
                                        .description("Commands by type and outcome")
                                        .tag("type", command.type())
                                        .tag("outcome", outcome)
                                        .register(registry))
                .increment();
    }
}
