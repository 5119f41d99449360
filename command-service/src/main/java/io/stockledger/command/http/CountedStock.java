package io.stockledger.command.http;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.StockChanges;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.events.EventEnvelope;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Computes the recorded quantity of a warehouse at a past version, for a count that was made at
 * that version. It goes back from the current version, since most counts are recent.
 */
final class CountedStock {

    private static final int EVENTS_PER_FETCH_MAX = 1_000;

    private final ProductRepository products;
    private final EventStore events;

    CountedStock(ProductRepository products, EventStore events) {
        this.products = products;
        this.events = events;
    }

    /** The count, with the past quantity if it names a version. */
    CountStock complete(CountStock count) {
        CountedAt asOf = count.asOf();
        if (asOf == null) {
            return count;
        }
        return new CountStock(
                count.productId(),
                count.warehouseId(),
                count.countedQuantity(),
                count.reference(),
                new CountedAt(
                        asOf.version(),
                        quantityAt(asOf.version(), count.productId(), count.warehouseId())));
    }

    private @Nullable Long quantityAt(long version, String productId, String warehouseId) {
        Product current = products.load(productId);
        if (version > current.version()) {
            return null;
        }
        long movedSince = 0;
        long read = version;
        while (read < current.version()) {
            List<EventEnvelope> next = events.loadSince(productId, read, EVENTS_PER_FETCH_MAX);
            for (EventEnvelope event : next) {
                if (event.sequenceNumber() <= current.version()) {
                    movedSince += StockChanges.in(warehouseId, event.payload());
                }
            }
            read = next.getLast().sequenceNumber();
        }
        return current.quantityIn(warehouseId) - movedSince;
    }
}
