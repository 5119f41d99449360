package io.stockledger.query.inventory.cache;

import io.stockledger.query.inventory.search.InventoryQueries;
import io.stockledger.query.inventory.search.InventoryQueries.TimedItem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Reads products one by one for its callers, and together from the database: who comes while the
 * readers are busy is read with all the others who came, in one query. So thousands who are woken
 * by one change need no thousand connections, and who comes alone waits for nobody. The idea is
 * that of a group commit, for reads. Thread-safe.
 */
final class ReadBatcher {

    /** Queries at once. More of them would be smaller, and leave pages fewer connections. */
    private static final int READERS = 4;

    /** Products of a query, as many as a lookup may name. */
    static final int PRODUCTS_MAX = 500;

    private record Asked(String productId, CompletableFuture<Optional<TimedItem>> item) {}

    private final InventoryQueries queries;
    private final Queue<Asked> line = new ConcurrentLinkedQueue<>();
    private final Semaphore free = new Semaphore(READERS);

    ReadBatcher(InventoryQueries queries) {
        this.queries = queries;
    }

    /**
     * The product as the database has it after this call; null where there is no such product.
     * Throws what the query threw.
     */
    @Nullable TimedItem product(String productId) {
        var asked = new Asked(productId, new CompletableFuture<>());
        line.add(asked);
        if (free.tryAcquire()) {
            Thread.ofVirtual().name("gathered-reads").start(this::readAll);
        }
        try {
            return asked.item.join().orElse(null);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void readAll() {
        do {
            try {
                for (List<Asked> next = next(); !next.isEmpty(); next = next()) {
                    read(next);
                }
            } finally {
                free.release();
            }
            // Somebody may have come, and found no reader free, after the last look.
        } while (!line.isEmpty() && free.tryAcquire());
    }

    private List<Asked> next() {
        var next = new ArrayList<Asked>();
        Asked asked = line.poll();
        while (asked != null) {
            next.add(asked);
            asked = next.size() < PRODUCTS_MAX ? line.poll() : null;
        }
        return next;
    }

    private void read(List<Asked> together) {
        try {
            Map<String, TimedItem> found = HashMap.newHashMap(together.size());
            List<String> productIds = together.stream().map(Asked::productId).distinct().toList();
            for (TimedItem item : queries.products(productIds)) {
                found.put(item.item().productId(), item);
            }
            together.forEach(
                    asked -> asked.item.complete(Optional.ofNullable(found.get(asked.productId))));
        } catch (RuntimeException | Error e) {
            together.forEach(asked -> asked.item.completeExceptionally(e));
        }
    }
}
