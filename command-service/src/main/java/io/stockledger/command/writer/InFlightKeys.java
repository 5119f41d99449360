package io.stockledger.command.writer;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Puts commands in line, and of those with one idempotency key and content that are under way at
 * once only the first: the others get its answer, be it a refusal. If each were decided, a repeat
 * that overtook its first request could be refused and the first one granted right after, when the
 * caller was told no. Thread-safe.
 */
final class InFlightKeys {

    private final Inbox inbox;
    private final WriterMetrics metrics;
    private final long outcomeTimeoutNanos;
    private final Map<Keyed, First> firsts = new ConcurrentHashMap<>();

    private record Keyed(String key, UUID fingerprint) {}

    private record First(CompletableFuture<CommandOutcome> answer, long deadlineNanos) {

        void tell(CommandOutcome outcome, @Nullable Throwable failure) {
            if (failure == null) {
                answer.complete(outcome);
            } else {
                answer.completeExceptionally(failure);
            }
        }
    }

    /**
     * @param outcomeTimeoutMs how long after its deadline a command may stay without an outcome:
     *     one that does longer was lost by a bug, and its key is free again
     */
    InFlightKeys(Inbox inbox, WriterMetrics metrics, long outcomeTimeoutMs) {
        this.inbox = inbox;
        this.metrics = metrics;
        this.outcomeTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(outcomeTimeoutMs);
    }

    /**
     * Has the command decided, unless the same one is under way already.
     *
     * @return completes with what became of it
     * @throws OverloadedException where the line is full
     */
    CompletableFuture<CommandOutcome> submit(PendingCommand command) {
        UUID fingerprint = command.fingerprint();
        if (fingerprint == null) {
            putInLine(command);
            return command.outcome();
        }
        String key = Objects.requireNonNull(command.request().idempotencyKey());
        var keyed = new Keyed(key, fingerprint);
        var own = new First(new CompletableFuture<>(), command.deadlineNanos());
        First first = firsts.merge(keyed, own, (before, _) -> isLost(before) ? own : before);
        if (!first.equals(own)) {
            metrics.replayed(command.request().command());
            return first.answer.thenApply(CommandOutcome::asReplay);
        }
        var _ =
                command.outcome()
                        .whenComplete(
                                (outcome, failure) -> {
                                    // First, so that a repeat after a refusal is decided anew.
                                    firsts.remove(keyed, own);
                                    own.tell(outcome, failure);
                                });
        putInLine(command);
        return own.answer;
    }

    private boolean isLost(First first) {
        return System.nanoTime() - first.deadlineNanos > outcomeTimeoutNanos;
    }

    private void putInLine(PendingCommand command) {
        if (!inbox.offer(command)) {
            metrics.overloaded(command.request().command());
            var full = new OverloadedException("too many commands are waiting");
            // For repeats that came in between.
            command.outcome().completeExceptionally(full);
            throw full;
        }
    }
}
