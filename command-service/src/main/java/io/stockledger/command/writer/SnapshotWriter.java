package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.ProductSnapshotJson;
import io.stockledger.command.eventstore.SnapshotStore;
import io.stockledger.command.eventstore.SnapshotStore.Snapshot;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes snapshots on a separate thread; the writer loop only copies the products. The more
 * reservations a product has, the more events lie between two copies, so that the cost per event is
 * the same for every product. If snapshots are due faster than they can be written, some are
 * skipped, and later loads replay more events.
 *
 * <p>The loop's thread calls {@link #copyDue} and {@link #offer}, the writer's thread {@link
 * #writeOnce}.
 */
final class SnapshotWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final int SNAPSHOTS_WAITING_MAX = 1_000;

    /** The maximum number of reservations that are copied per event, on average. */
    private static final int RESERVATIONS_PER_EVENT = 10;

    private final SnapshotStore store;
    private final int eventsPerSnapshot;
    private final Map<String, Product> waiting = new HashMap<>();
    private @Nullable LogEpoch epochOfWaiting;

    private record Copies(LogEpoch epoch, List<Product> products) {}

    SnapshotWriter(SnapshotStore store, int eventsPerSnapshot) {
        this.store = store;
        this.eventsPerSnapshot = eventsPerSnapshot;
    }

    /**
     * Copies each product whose version passes a multiple of the snapshot interval in this batch.
     * The interval is longer for products with many reservations. Must be called before later
     * decisions change the products.
     *
     * @param versionsBefore the versions of the products before the batch
     */
    List<Product> copyDue(Iterable<CachedProduct> products, Map<String, Long> versionsBefore) {
        List<Product> copies = new ArrayList<>();
        for (CachedProduct cached : products) {
            Product product = cached.product();
            long before = versionsBefore.getOrDefault(product.productId(), 0L);
            int interval =
                    Math.max(
                            eventsPerSnapshot,
                            product.reservations().size() / RESERVATIONS_PER_EVENT);
            if (product.version() / interval > before / interval && hasRoomFor(product)) {
                copies.add(product.copy());
            }
        }
        return copies;
    }

    /**
     * Accepts copies to write. Their events must be durable.
     *
     * @param epoch the epoch of the log that has these events; copies of an earlier epoch that
     *     still wait are dropped
     */
    synchronized void offer(LogEpoch epoch, List<Product> copies) {
        if (!epoch.equals(epochOfWaiting)) {
            waiting.clear();
            epochOfWaiting = epoch;
        }
        for (Product copy : copies) {
            waiting.put(copy.productId(), copy);
        }
        notifyAll();
    }

    /** Waits until there are snapshots and writes all of them. A failure only skips them. */
    void writeOnce() throws InterruptedException {
        Copies copies = takeAll();
        List<Snapshot> next = copies.products.stream().map(ProductSnapshotJson::write).toList();
        try {
            store.save(copies.epoch, next);
        } catch (EventStoreException e) {
            LOG.warn(
                    "{} snapshots could not be written and are skipped: {}",
                    next.size(),
                    e.getMessage(),
                    e);
        }
    }

    /** A newer copy replaces the waiting copy, so there is always room for it. */
    private synchronized boolean hasRoomFor(Product product) {
        return waiting.size() < SNAPSHOTS_WAITING_MAX || waiting.containsKey(product.productId());
    }

    private synchronized Copies takeAll() throws InterruptedException {
        while (waiting.isEmpty() || epochOfWaiting == null) {
            wait();
        }
        var copies = new Copies(epochOfWaiting, List.copyOf(waiting.values()));
        waiting.clear();
        return copies;
    }
}
