package io.stockledger.localstack.launcher;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Runs steps that do not depend on each other. */
final class ParallelSteps {

    private ParallelSteps() {}

    /** Runs all steps concurrently. The first failure is thrown without waiting for the others. */
    static void run(List<Runnable> steps) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        CompletableFuture<Void> failed = new CompletableFuture<>();
        for (Runnable step : steps) {
            CompletableFuture<Void> done =
                    CompletableFuture.runAsync(step, task -> Thread.ofVirtual().start(task));
            done.exceptionally(
                    failure -> {
                        failed.completeExceptionally(failure);
                        return null;
                    });
            running.add(done);
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.anyOf(all, failed).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        }
    }

    private static RuntimeException unwrapped(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof RuntimeException exception
                ? exception
                : new IllegalStateException(cause);
    }
}
