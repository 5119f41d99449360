package io.stockledger.query.inventory.cache;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A read of one product from the database whose result concurrent requests share. Thread-safe: one
 * thread reads and completes, others invalidate or wait.
 */
final class PendingRead {

    private final CompletableFuture<Optional<CachedAnswer>> result = new CompletableFuture<>();
    private boolean invalid;

    /** Marks the result as possibly older than a version that is known elsewhere. */
    synchronized void invalidate() {
        invalid = true;
    }

    /**
     * Stores the result unless it is invalid or there is no such product. A concurrent invalidation
     * either prevents the storing or comes after it.
     *
     * @return whether the result was stored
     */
    synchronized boolean store(@Nullable CachedAnswer answer, Consumer<CachedAnswer> target) {
        if (invalid || answer == null) {
            return false;
        }
        target.accept(answer);
        return true;
    }

    /** Completes all waiting requests; null if there is no such product. */
    void complete(@Nullable CachedAnswer answer) {
        result.complete(Optional.ofNullable(answer));
    }

    /** Fails all waiting requests, unless the read has completed. */
    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }

    /** Waits for the result; null if there is no such product. Throws the exception of the read. */
    @Nullable CachedAnswer await() {
        try {
            return result.join().orElse(null);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
