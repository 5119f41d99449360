package io.stockledger.command.writer;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The idempotency keys of the commands that have no outcome yet. If several requests with the same
 * key and the same content are in flight, only the first is decided, and the others get its outcome
 * as a replay, even if it is a refusal. If each of them were decided, a repeat could be decided
 * before the first request and be refused, and the first request could be granted after the caller
 * has received the refusal. Thread-safe.
 */
final class InFlightKeys {

    private final Consumer<CommandRequest> queue;
    private final WriterMetrics metrics;
    private final long outcomeTimeoutNanos;
    private final Map<KeyedContent, FirstRequest> firstRequests = new ConcurrentHashMap<>();

    private record KeyedContent(String key, UUID fingerprint) {}

    private record FirstRequest(CompletableFuture<CommandOutcome> outcome, long deadlineNanos) {

        void complete(@Nullable CommandOutcome result, @Nullable Throwable failure) {
            if (failure == null) {
                outcome.complete(result);
            } else {
                outcome.completeExceptionally(failure);
            }
        }
    }

    /**
     * @param queue accepts a command for the writer loop, or throws {@link OverloadedException}
     * @param outcomeTimeoutMs the time after its deadline, in milliseconds, that a command may stay
     *     without an outcome. After that time the command counts as lost because of a bug, and its
     *     key is free again.
     */
    InFlightKeys(Consumer<CommandRequest> queue, WriterMetrics metrics, long outcomeTimeoutMs) {
        this.queue = queue;
        this.metrics = metrics;
        this.outcomeTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(outcomeTimeoutMs);
    }

    /**
     * Queues a command that has an idempotency key, unless the same command is in flight.
     *
     * @return completes with the outcome of the command
     * @throws OverloadedException if the queue is full
     */
    CompletableFuture<CommandOutcome> submit(CommandRequest request) {
        var content = new KeyedContent(request.requiredKey(), request.fingerprint());
        var own = new FirstRequest(new CompletableFuture<>(), request.deadlineNanos());
        FirstRequest first =
                firstRequests.merge(content, own, (before, _) -> isLost(before) ? own : before);
        if (!first.equals(own)) {
            metrics.replayed(request.command());
            return first.outcome.thenApply(CommandOutcome::asReplay);
        }
        try {
            queue.accept(request);
        } catch (OverloadedException e) {
            end(content, own, null, e);
            throw e;
        }
        var _ =
                request.outcome()
                        .whenComplete((outcome, failure) -> end(content, own, outcome, failure));
        return own.outcome;
    }

    /** Frees the key before the outcome is visible, so that a repeat of a refusal is decided. */
    private void end(
            KeyedContent content,
            FirstRequest own,
            @Nullable CommandOutcome outcome,
            @Nullable Throwable failure) {
        firstRequests.remove(content, own);
        own.complete(outcome, failure);
    }

    private boolean isLost(FirstRequest first) {
        return System.nanoTime() - first.deadlineNanos > outcomeTimeoutNanos;
    }
}
