package io.stockledger.command.eventstore;

import io.stockledger.command.domain.Product;
import io.stockledger.events.EventEnvelope;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Products from their newest snapshot and the events after it. Thread-safe; each product it gives
 * out belongs to the caller alone.
 */
public final class ProductRepository {

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
        ProductLoad loading = begin(productIds);
        while (loading.isUnfinished()) {
            loading.fetch();
        }
        return loading.takeFinished();
    }

    /** The same, step by step. */
    public ProductLoad begin(Collection<String> productIds) {
        return new ProductLoad(productIds, events, snapshots);
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
}
