package io.stockledger.command.writer;

import io.stockledger.command.eventstore.AppendOutcomeUnknownException;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A command on its way through the loop, and the one who waits for it.
 *
 * @param productIds the products that it is decided on
 * @param fingerprint tells the command from any other; null where it has no idempotency key
 */
record PendingCommand(
        CommandRequest request,
        Set<String> productIds,
        @Nullable UUID fingerprint,
        long deadlineNanos,
        CompletableFuture<CommandOutcome> outcome) {

    PendingCommand(
            CommandRequest request, long deadlineNanos, CompletableFuture<CommandOutcome> outcome) {
        this(
                request,
                request.command().productIds(),
                request.idempotencyKey() == null ? null : CommandFingerprint.of(request),
                deadlineNanos,
                outcome);
    }

    /** Tells the one who waits that the store could not say what became of his command. */
    void fail(RuntimeException cause, WriterMetrics metrics) {
        if (cause instanceof AppendOutcomeUnknownException) {
            metrics.outcomeUnknown(request.command());
        } else {
            metrics.failed(request.command());
        }
        outcome.completeExceptionally(cause);
    }

    boolean isPastDeadline(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }
}
