package io.stockledger.query.inventory.cache;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * One reading of a product from the database, for all who ask for it meanwhile. What becomes known
 * of the product before it is done decides whether its outcome may be kept. Thread-safe.
 */
final class PendingRead {

    private final CompletableFuture<Optional<CachedAnswer>> outcome = new CompletableFuture<>();
    private boolean spoilt;

    /**
     * The product has changed, or was seen elsewhere: what is being read may be older than that.
     */
    synchronized void spoil() {
        spoilt = true;
    }

    /**
     * Hands the outcome over to be kept, unless it may be old.
     *
     * @return whether it was
     */
    synchronized boolean keep(@Nullable CachedAnswer answer, Consumer<CachedAnswer> keeper) {
        if (spoilt || answer == null) {
            return false;
        }
        keeper.accept(answer);
        return true;
    }

    /** Answers all who wait. */
    void complete(@Nullable CachedAnswer answer) {
        outcome.complete(Optional.ofNullable(answer));
    }

    void fail(RuntimeException cause) {
        outcome.completeExceptionally(cause);
    }

    /** Waits for whoever reads it; null where there is no such product. */
    @Nullable CachedAnswer await() {
        try {
            return outcome.join().orElse(null);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
