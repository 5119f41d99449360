package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.FilledProducts;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes of products at a fixed rate, on a thread of their own, until they are closed. Half of
 * them are of the products in view, once those are known. Thread-safe.
 */
final class ProductChanges implements AutoCloseable {

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final PublishedProducts products;
    private final int perStep;
    private final Thread thread;
    private final long published;
    private volatile List<Integer> inView = List.of();
    private volatile boolean isClosed;

    /** Begins to change the products. */
    ProductChanges(PublishedProducts products, int perSecond) {
        this.products = products;
        this.perStep = (int) (perSecond * STEP_NANOS / TimeUnit.SECONDS.toNanos(1));
        this.published = products.events();
        this.thread = Thread.ofPlatform().name("changes").start(this::run);
    }

    /** Takes the ids of the products that the page shows. */
    void show(List<String> productIds) {
        inView = productIds.stream().map(FilledProducts::number).toList();
    }

    /** Returns the number of changes so far. */
    long count() {
        return products.events() - published;
    }

    private void run() {
        var random = new SplittableRandom();
        long next = System.nanoTime();
        while (!isClosed) {
            List<Integer> shown = inView;
            for (int i = 0; i < perStep; i++) {
                boolean isShown = i % 2 == 0 && !shown.isEmpty();
                products.change(
                        isShown
                                ? shown.get(random.nextInt(shown.size()))
                                : random.nextInt(products.count()));
            }
            next += STEP_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
