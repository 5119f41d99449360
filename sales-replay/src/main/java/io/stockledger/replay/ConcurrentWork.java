package io.stockledger.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs blocking work concurrently on virtual threads. */
final class ConcurrentWork {

    private ConcurrentWork() {}

    /** Does the work for each item; the first failure stops all workers and is thrown. */
    static <T> void each(List<T> items, int atOnce, Consumer<T> work) {
        AtomicInteger next = new AtomicInteger();
        workers(
                atOnce,
                stopped -> {
                    int index = next.getAndIncrement();
                    while (index < items.size() && !stopped.getAsBoolean()) {
                        work.accept(items.get(index));
                        index = next.getAndIncrement();
                    }
                });
    }

    /**
     * Runs this many workers and waits for them. Each worker gets a condition that becomes true
     * when another worker has failed; it must then stop. The first failure is thrown.
     */
    static void workers(int count, Consumer<BooleanSupplier> worker) {
        AtomicBoolean stopped = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < count; number++) {
                running.add(
                        threads.submit(
                                () -> {
                                    boolean done = false;
                                    try {
                                        worker.accept(stopped::get);
                                        done = true;
                                    } finally {
                                        if (!done) {
                                            stopped.set(true);
                                        }
                                    }
                                }));
            }
        }
        running.forEach(ConcurrentWork::throwIfFailed);
    }

    private static void throwIfFailed(Future<?> finished) {
        try {
            finished.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a worker failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
