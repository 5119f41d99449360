package io.stockledger.command.eventstore;

import io.stockledger.command.domain.Product;
import io.stockledger.events.EventEnvelope;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Loads products from their newest snapshot and the events after it. Thread-safe; each product that
 * it returns belongs to the caller.
 */
public final class ProductRepository {

    private final EventStore events;
    private final SnapshotStore snapshots;

    public ProductRepository(EventStore events, SnapshotStore snapshots) {
        this.events = events;
        this.snapshots = snapshots;
    }

    /** One product; at version 0 if it has not been registered. */
    public Product load(String productId) {
        return Objects.requireNonNull(load(List.of(productId)).get(productId));
    }

    /**
     * All these products. One query fetches the next events of all of them.
     *
     * @throws EventStoreException if the store cannot be read
     * @throws RuntimeException if a history cannot be replayed, because an event is unreadable or
     *     impossible
     */
    public Map<String, Product> load(Collection<String> productIds) {
        ProductLoad load = begin(productIds);
        while (load.isUnfinished()) {
            load.fetch();
        }
        return load.takeFinished();
    }

    /** Begins a load that the caller continues step by step. */
    public ProductLoad begin(Collection<String> productIds) {
        return new ProductLoad(productIds, events, snapshots);
    }

    /**
     * Applies an event to its product.
     *
     * @throws IllegalStateException if it is not the next event of the stream
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
