package io.stockledger.command.eventstore;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.SnapshotStore.Snapshot;
import io.stockledger.events.EventEnvelope;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Some products on their way. The event that a snapshot was taken at is fetched again with the
 * newer ones, as the proof that the snapshot belongs to this stream.
 */
public final class ProductLoad {

    /** How many events of a stream are fetched at a time. */
    static final int EVENTS_PER_FETCH_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ProductLoad.class);

    private final EventStore events;
    private final SnapshotStore snapshots;
    private final Map<String, Product> products = new HashMap<>();
    private final Map<String, Long> since = new HashMap<>();
    private final Map<String, Snapshot> unproven = new HashMap<>();

    ProductLoad(Collection<String> productIds, EventStore events, SnapshotStore snapshots) {
        this.events = events;
        this.snapshots = snapshots;
        Map<String, Snapshot> found = snapshots.load(productIds);
        for (String productId : productIds) {
            Snapshot snapshot = found.get(productId);
            if (snapshot == null) {
                startAtTheBeginning(productId);
            } else {
                startAt(snapshot);
            }
        }
    }

    /** Whether some product may have events that were not fetched yet. */
    public boolean isUnfinished() {
        return !since.isEmpty();
    }

    /** The products that are not handed out yet. */
    public Collection<String> productIds() {
        return List.copyOf(products.keySet());
    }

    /**
     * Fetches the next events of every unfinished product, in one query.
     *
     * @throws EventStoreException where the store cannot be read
     * @throws RuntimeException where a history cannot be: an unreadable event, or one that cannot
     *     have happened
     */
    public void fetch() {
        take(events.loadSince(since, EVENTS_PER_FETCH_MAX));
        products.values().forEach(Product::keep);
    }

    /** Hands out the products that are complete. */
    public Map<String, Product> takeFinished() {
        var finished = new HashMap<String, Product>();
        products.forEach(
                (productId, product) -> {
                    if (!since.containsKey(productId)) {
                        finished.put(productId, product);
                    }
                });
        products.keySet().removeAll(finished.keySet());
        return finished;
    }

    private void take(List<EventEnvelope> newer) {
        Map<String, Integer> fetched = new HashMap<>();
        for (EventEnvelope event : newer) {
            String productId = event.aggregateId();
            fetched.merge(productId, 1, Integer::sum);
            Product product = Objects.requireNonNull(products.get(productId));
            if (unproven.remove(productId) == null || event.sequenceNumber() != product.version()) {
                ProductRepository.apply(product, event);
            }
        }
        since.keySet().removeIf(id -> fetched.getOrDefault(id, 0) < EVENTS_PER_FETCH_MAX);
        since.replaceAll((id, _) -> Objects.requireNonNull(products.get(id)).version());
        for (Snapshot snapshot : List.copyOf(unproven.values())) {
            drop(snapshot, "its stream has no such event");
        }
    }

    private void startAt(Snapshot snapshot) {
        try {
            Product product = ProductSnapshotJson.read(snapshot);
            products.put(snapshot.streamId(), product);
            since.put(snapshot.streamId(), snapshot.version() - 1);
            unproven.put(snapshot.streamId(), snapshot);
        } catch (RuntimeException e) {
            drop(snapshot, e.getMessage());
        }
    }

    private void drop(Snapshot snapshot, @Nullable String why) {
        LOG.warn(
                "The snapshot of product '{}' at version {} cannot be used ({}); it is dropped"
                        + " and the events are replayed",
                snapshot.streamId(),
                snapshot.version(),
                why);
        snapshots.discard(snapshot);
        unproven.remove(snapshot.streamId());
        startAtTheBeginning(snapshot.streamId());
    }

    private void startAtTheBeginning(String productId) {
        products.put(productId, new Product(productId));
        since.put(productId, 0L);
    }
}
