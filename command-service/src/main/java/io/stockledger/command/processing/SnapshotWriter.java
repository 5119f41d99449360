package io.stockledger.command.processing;

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
 * Writes snapshots beside the loop. The loop only turns the state into text, and not even that
 * while an earlier snapshot of the product still waits; where snapshots come faster than they can
 * be written, some are left out, which costs later loads a longer tail and nothing else.
 */
final class SnapshotWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final int SNAPSHOTS_WAITING_MAX = 1_000;

    private final SnapshotStore store;
    private final int eventsPerSnapshot;
    private final Map<String, Snapshot> waiting = new HashMap<>();

    SnapshotWriter(SnapshotStore store, int eventsPerSnapshot) {
        this.store = store;
        this.eventsPerSnapshot = eventsPerSnapshot;
    }

    /**
     * Takes a snapshot of each product that a batch brought past a multiple of the set number of
     * events.
     */
    void afterAppend(Iterable<Product> products, Map<String, Long> versionsBefore) {
        for (Product product : products) {
            long before = versionsBefore.getOrDefault(product.productId(), 0L);
            if (product.version() / eventsPerSnapshot > before / eventsPerSnapshot
                    && hasRoomFor(product.productId())) {
                put(ProductSnapshotJson.write(product));
            }
        }
    }

    /** Waits for snapshots and writes all that are there. */
    void writeOnce() throws InterruptedException {
        List<Snapshot> next = takeAll();
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

    private synchronized boolean hasRoomFor(String productId) {
        return waiting.size() < SNAPSHOTS_WAITING_MAX && !waiting.containsKey(productId);
    }

    private synchronized void put(Snapshot snapshot) {
        waiting.put(snapshot.streamId(), snapshot);
        notifyAll();
    }

    private synchronized List<Snapshot> takeAll() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        List<Snapshot> taken = new ArrayList<>(waiting.values());
        waiting.clear();
        return taken;
    }
}
