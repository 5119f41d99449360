package io.stockledger.command.processing;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.ProductSnapshotJson;
import io.stockledger.command.eventstore.SnapshotStore;
import io.stockledger.command.eventstore.SnapshotStore.Snapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Writes snapshots beside the loop. The loop only turns the state into text; where snapshots come
 * faster than they can be written, some are left out, which costs later loads a longer tail and
 * nothing else.
 */
final class SnapshotWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final int SNAPSHOTS_WAITING_MAX = 1_000;
    private static final int SNAPSHOTS_PER_WRITE_MAX = 100;

    private final SnapshotStore store;
    private final int eventsPerSnapshot;
    private final BlockingQueue<Snapshot> waiting =
            new LinkedBlockingQueue<>(SNAPSHOTS_WAITING_MAX);

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
                    && waiting.remainingCapacity() > 0) {
                waiting.offer(ProductSnapshotJson.write(product));
            }
        }
    }

    /** Waits for snapshots and writes those that are there. */
    void writeOnce() throws InterruptedException {
        var next = new ArrayList<Snapshot>(List.of(waiting.take()));
        waiting.drainTo(next, SNAPSHOTS_PER_WRITE_MAX - 1);
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
}
