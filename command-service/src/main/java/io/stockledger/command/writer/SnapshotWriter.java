package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.ProductSnapshotJson;
import io.stockledger.command.eventstore.SnapshotStore;
import io.stockledger.command.eventstore.SnapshotStore.Snapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes snapshots beside the loop, which only copies the state; the larger that is, the more
 * events are between two copies, so that an event costs the same on every product. Where snapshots
 * come faster than they can be written, some are left out, which costs later loads a longer tail
 * and nothing else.
 */
final class SnapshotWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final int SNAPSHOTS_WAITING_MAX = 1_000;

    /** So many reservations are copied for one event at the most. */
    private static final int RESERVATIONS_PER_EVENT = 10;

    private final SnapshotStore store;
    private final int eventsPerSnapshot;
    private final Map<String, Product> waiting = new HashMap<>();

    SnapshotWriter(SnapshotStore store, int eventsPerSnapshot) {
        this.store = store;
        this.eventsPerSnapshot = eventsPerSnapshot;
    }

    /**
     * Copies each product that a batch brings past a multiple of the set number of events, or of
     * more where it has many reservations. To be called while the products are as the batch leaves
     * them.
     */
    List<Product> copyDue(Iterable<CachedProduct> products, Map<String, Long> versionsBefore) {
        List<Product> copies = new ArrayList<>();
        for (CachedProduct cached : products) {
            Product product = cached.product();
            long before = versionsBefore.getOrDefault(product.productId(), 0L);
            int every =
                    Math.max(
                            eventsPerSnapshot,
                            product.reservations().size() / RESERVATIONS_PER_EVENT);
            if (product.version() / every > before / every && hasRoomFor(product)) {
                copies.add(product.copy());
            }
        }
        return copies;
    }

    /** Takes copies to write, once what they hold is durable. */
    void offer(List<Product> copies) {
        copies.forEach(this::put);
    }

    /** Waits for snapshots and writes all that are there. */
    void writeOnce() throws InterruptedException {
        List<Snapshot> next = takeAll().stream().map(ProductSnapshotJson::write).toList();
        try {
            store.save(next);
        } catch (EventStoreException e) {
            LOG.warn(
                    "{} snapshots were not written and are left out: {}",
                    next.size(),
                    e.getMessage(),
                    e);
        }
    }

    /** A copy that waits is replaced by a newer one. */
    private synchronized boolean hasRoomFor(Product product) {
        return waiting.size() < SNAPSHOTS_WAITING_MAX || waiting.containsKey(product.productId());
    }

    private synchronized void put(Product copy) {
        waiting.put(copy.productId(), copy);
        notifyAll();
    }

    private synchronized List<Product> takeAll() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        List<Product> taken = new ArrayList<>(waiting.values());
        waiting.clear();
        return taken;
    }
}
