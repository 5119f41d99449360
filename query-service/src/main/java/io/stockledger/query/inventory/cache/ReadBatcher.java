package io.stockledger.query.inventory.cache;

import io.stockledger.query.generations.Hold;
import io.stockledger.query.inventory.search.InventoryQueries;
import io.stockledger.query.inventory.search.InventoryReading;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Combines concurrent requests for single products into common queries. While all readers are busy,
 * requests queue up; the next free reader reads all of them with one query. Thousands of requests
 * that one change has woken therefore need only a few connections, and a single request waits for
 * no other. This is a group commit applied to reads. Thread-safe.
 */
final class ReadBatcher {

    /**
     * The maximum number of queries at the same time. If there were more, each would read fewer
     * products, and fewer connections would be left for pages.
     */
    private static final int READERS = 4;

    /** The maximum number of products per query: as many as a lookup may name. */
    private static final int PRODUCTS_MAX = 500;

    private record ReadRequest(
            String productId, CompletableFuture<Optional<InventoryReading>> reading) {}

    private final InventoryQueries queries;
    private final Queue<ReadRequest> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore freeReaders = new Semaphore(READERS);

    ReadBatcher(InventoryQueries queries) {
        this.queries = queries;
    }

    /**
     * Reads the products with these ids, in a state that is not older than this call. Unknown ids
     * are left out. Several products are read with one query on the calling thread; a single
     * product shares a query with other calls.
     *
     * @throws RuntimeException if the query fails
     */
    Collection<InventoryReading> products(Collection<String> productIds) {
        if (productIds.isEmpty()) {
            return List.of();
        }
        if (productIds.size() > 1) {
            return queries.products(productIds);
        }
        InventoryReading reading = product(productIds.iterator().next());
        return reading == null ? List.of() : List.of(reading);
    }

    /** The holds of products that the view does not have. */
    Set<Hold> holds(Collection<String> productIds) {
        return queries.holds(productIds);
    }

    private @Nullable InventoryReading product(String productId) {
        var request = new ReadRequest(productId, new CompletableFuture<>());
        queue.add(request);
        if (freeReaders.tryAcquire()) {
            Thread.ofVirtual().name("read-batcher").start(this::readAll);
        }
        try {
            return request.reading.join().orElse(null);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void readAll() {
        do {
            try {
                for (List<ReadRequest> next = next(); !next.isEmpty(); next = next()) {
                    read(next);
                }
            } finally {
                freeReaders.release();
            }
            // A request that found no free reader may have arrived after the last poll.
        } while (!queue.isEmpty() && freeReaders.tryAcquire());
    }

    private List<ReadRequest> next() {
        var next = new ArrayList<ReadRequest>();
        ReadRequest request = queue.poll();
        while (request != null) {
            next.add(request);
            request = next.size() < PRODUCTS_MAX ? queue.poll() : null;
        }
        return next;
    }

    private void read(List<ReadRequest> requests) {
        try {
            Map<String, InventoryReading> found = HashMap.newHashMap(requests.size());
            List<String> productIds =
                    requests.stream().map(ReadRequest::productId).distinct().toList();
            for (InventoryReading reading : queries.products(productIds)) {
                found.put(reading.item().productId(), reading);
            }
            requests.forEach(
                    request ->
                            request.reading.complete(
                                    Optional.ofNullable(found.get(request.productId))));
        } catch (RuntimeException | Error e) {
            requests.forEach(request -> request.reading.completeExceptionally(e));
        }
    }
}
