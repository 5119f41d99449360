package io.stockledger.command.writer;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Refusal;
import io.stockledger.command.metrics.CommandMetrics;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * Passes the outcomes and times of the writer loop to {@link CommandMetrics}, which registers all
 * metrics. Thread-safe.
 */
final class WriterMetrics {

    private final CommandMetrics metrics;

    /** Registers the metrics; the suppliers are read by any thread, when Prometheus scrapes. */
    WriterMetrics(MeterRegistry registry, IntSupplier queueDepth, IntSupplier cachedProducts) {
        this.metrics = new CommandMetrics(registry);
        metrics.queueDepth(queueDepth);
        metrics.cachedProducts(cachedProducts);
    }

    void recorded(Command command) {
        metrics.commandCompleted(command.type(), "recorded");
    }

    void refused(Command command, Refusal refusal) {
        metrics.commandCompleted(command.type(), refusal.name());
    }

    /** The command was accepted and changes nothing. */
    void unchanged(Command command) {
        metrics.commandCompleted(command.type(), "unchanged");
    }

    /** The outcome of an earlier command with the same idempotency key was returned. */
    void replayed(Command command) {
        metrics.commandCompleted(command.type(), "replayed");
    }

    void failed(Command command) {
        metrics.commandCompleted(command.type(), "failed");
    }

    void overloaded(Command command) {
        metrics.commandCompleted(command.type(), "overloaded");
    }

    void outcomeUnknown(Command command) {
        metrics.commandCompleted(command.type(), "outcome-unknown");
    }

    void decided(int commandCount) {
        metrics.batchDecided(commandCount);
    }

    void appended(long nanos) {
        metrics.appended(Duration.ofNanos(nanos));
    }

    void conflicted() {
        metrics.appendConflicted();
    }
}
