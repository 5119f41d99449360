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
 * Loads several products in steps: each product starts from its snapshot, or from version 0, and
 * then replays its events. The event at the version of a snapshot is fetched again together with
 * the newer events, to prove that the snapshot belongs to this stream. Used by one thread at a
 * time.
 */
public final class ProductLoad {

    /** The maximum number of events of a stream that one fetch returns. */
    static final int EVENTS_PER_FETCH_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ProductLoad.class);

    private final EventStore events;
    private final SnapshotStore snapshots;
    private final Map<String, Product> products = new HashMap<>();

    /** The version from which each unfinished product needs events. */
    private final Map<String, Long> since = new HashMap<>();

    /** The snapshots whose own event has not been fetched yet. */
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

    /** Whether any product may have events that have not been fetched yet. */
    public boolean isUnfinished() {
        return !since.isEmpty();
    }

    /** The products that have not been taken yet. */
    public Collection<String> productIds() {
        return List.copyOf(products.keySet());
    }

    /**
     * Fetches the next events of every unfinished product, in one query.
     *
     * @throws EventStoreException if the store cannot be read
     * @throws RuntimeException if a history cannot be replayed, because an event is unreadable or
     *     impossible
     */
    public void fetch() {
        apply(events.loadSince(since, EVENTS_PER_FETCH_MAX));
        products.values().forEach(Product::keep);
    }

    /** Removes the complete products from this load and returns them. */
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

    private void apply(List<EventEnvelope> newer) {
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
            discard(snapshot, "its stream has no event at this version");
        }
    }

    private void startAt(Snapshot snapshot) {
        try {
            Product product = ProductSnapshotJson.read(snapshot);
            products.put(snapshot.streamId(), product);
            since.put(snapshot.streamId(), snapshot.version() - 1);
            unproven.put(snapshot.streamId(), snapshot);
        } catch (RuntimeException e) {
            discard(snapshot, e.getMessage());
        }
    }

    private void discard(Snapshot snapshot, @Nullable String reason) {
        LOG.warn(
                "The snapshot of product '{}' at version {} cannot be used ({}); it is discarded"
                        + " and all events are replayed",
                snapshot.streamId(),
                snapshot.version(),
                reason);
        snapshots.discard(snapshot);
        unproven.remove(snapshot.streamId());
        startAtTheBeginning(snapshot.streamId());
    }

    private void startAtTheBeginning(String productId) {
        products.put(productId, new Product(productId));
        since.put(productId, 0L);
    }
}
