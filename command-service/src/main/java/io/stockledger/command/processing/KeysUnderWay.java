package io.stockledger.command.processing;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts commands in line, and of those with one idempotency key and content that are under way at
 * once only the first: the others get its answer, be it a refusal. If each were decided, a repeat
 * that overtook its first request could be refused and the first one granted right after, when the
 * caller was told no. Thread-safe.
 */
final class KeysUnderWay {

    private final Inbox inbox;
    private final ProcessingMetrics metrics;
    private final Map<Keyed, CompletableFuture<CommandOutcome>> answers = new ConcurrentHashMap<>();

    private record Keyed(String key, UUID fingerprint) {}

    KeysUnderWay(Inbox inbox, ProcessingMetrics metrics) {
        this.inbox = inbox;
        this.metrics = metrics;
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
        // Taken out before the caller is told: a repeat after a refusal is decided anew.
        CompletableFuture<CommandOutcome> answer =
                command.outcome().whenComplete((_, _) -> answers.remove(keyed));
        CompletableFuture<CommandOutcome> first = answers.putIfAbsent(keyed, answer);
        if (first != null) {
            metrics.replayed(command.request().command());
            return first.thenApply(CommandOutcome::asReplay);
        }
        putInLine(command);
        return answer;
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
