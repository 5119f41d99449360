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
 * Products from their newest snapshot and the events after it. Thread-safe; each product it gives
 * out belongs to the caller alone.
 */
public final class ProductRepository {

    /** How many events of a stream are fetched at a time. */
    static final int EVENTS_PER_FETCH_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ProductRepository.class);

    private final EventStore events;
    private final SnapshotStore snapshots;

    public ProductRepository(EventStore events, SnapshotStore snapshots) {
        this.events = events;
        this.snapshots = snapshots;
    }

    /** A product, or one at version 0 where nobody registered it. */
    public Product load(String productId) {
        return Objects.requireNonNull(load(List.of(productId)).get(productId));
    }

    /**
     * All these products, in as few queries as their length allows.
     *
     * @throws EventStoreException where the store cannot be read
     * @throws RuntimeException where a history cannot be: an unreadable event, or one that cannot
     *     have happened
     */
    public Map<String, Product> load(Collection<String> productIds) {
        var loading = new Loading(productIds, snapshots.load(productIds));
        while (loading.isUnfinished()) {
            loading.take(events.loadSince(loading.since, EVENTS_PER_FETCH_MAX));
        }
        loading.products.values().forEach(Product::keep);
        return loading.products;
    }

    /**
     * Applies an event to the product it belongs to.
     *
     * @throws IllegalStateException where it is not the next one of the stream
     */
    public static void apply(Product product, EventEnvelope event) {
        if (event.sequenceNumber() != product.version() + 1) {
            throw new IllegalStateException(
                    "the stream of a product jumps from %d to %d"
                            .formatted(product.version(), event.sequenceNumber()));
        }
        product.apply(event.payload(), event.occurredAt());
    }

    /**
     * Some products on their way. The event that a snapshot was taken at is fetched again with the
     * newer ones, as the proof that the snapshot belongs to this stream.
     */
    private final class Loading {

        private final Map<String, Product> products = new HashMap<>();
        private final Map<String, Long> since = new HashMap<>();
        private final Map<String, Snapshot> unproven = new HashMap<>();

        Loading(Collection<String> productIds, Map<String, Snapshot> found) {
            for (String productId : productIds) {
                Snapshot snapshot = found.get(productId);
                if (snapshot == null) {
                    startAtTheBeginning(productId);
                } else {
                    startAt(snapshot);
                }
            }
        }

        boolean isUnfinished() {
            return !since.isEmpty();
        }

        void take(List<EventEnvelope> newer) {
            Map<String, Integer> fetched = new HashMap<>();
            for (EventEnvelope event : newer) {
                String productId = event.aggregateId();
                fetched.merge(productId, 1, Integer::sum);
                Product product = Objects.requireNonNull(products.get(productId));
                if (unproven.remove(productId) == null
                        || event.sequenceNumber() != product.version()) {
                    apply(product, event);
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
}
