package io.stockledger.command.processing;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.events.EventEnvelope;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The products that the loop has in memory, least recently used first. Bounded by their number and
 * by that of their reservations. Only the loop's thread touches it, and it shrinks only when told,
 * so a product in use by a batch is never evicted from under it.
 */
final class ProductCache {

    private static final class Entry {
        private final Product product;
        private int reservations;

        /** The round of confirmations that the product was confirmed in. */
        private long confirmedIn;

        private Entry(Product product) {
            this.product = product;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>(1024, 0.75f, true);
    private final int productsMax;
    private final int reservationsMax;
    private long reservations;
    private long round = 1;
    private volatile int size;

    ProductCache(int productsMax, int reservationsMax) {
        this.productsMax = productsMax;
        this.reservationsMax = reservationsMax;
    }

    @Nullable Product get(String productId) {
        Entry entry = entries.get(productId);
        return entry == null ? null : entry.product;
    }

    void put(Product product) {
        evict(product.productId());
        Entry entry = new Entry(product);
        entries.put(product.productId(), entry);
        weigh(entry);
        size = entries.size();
    }

    void evict(String productId) {
        Entry entry = entries.remove(productId);
        if (entry != null) {
            reservations -= entry.reservations;
            size = entries.size();
        }
    }

    /** Whether the product is as the followed log has it. */
    boolean isConfirmed(String productId) {
        Entry entry = entries.get(productId);
        return entry != null && entry.confirmedIn == round;
    }

    void confirm(Collection<String> productIds) {
        for (String productId : productIds) {
            Entry entry = entries.get(productId);
            if (entry != null) {
                entry.confirmedIn = round;
            }
        }
    }

    /** No product counts as confirmed any more. */
    void forgetConfirmations() {
        round++;
    }

    /** Takes in an event that another instance appended; a product that missed some is evicted. */
    void follow(EventEnvelope event) {
        Product product = get(event.aggregateId());
        if (product == null || event.sequenceNumber() <= product.version()) {
            return;
        }
        if (event.sequenceNumber() > product.version() + 1) {
            evict(product.productId());
            return;
        }
        ProductRepository.apply(product, event);
        product.keep();
        weigh(product);
    }

    /** Notes how many reservations the product has now. */
    void weigh(Product product) {
        Entry entry = entries.get(product.productId());
        if (entry != null) {
            weigh(entry);
        }
    }

    private void weigh(Entry entry) {
        int now = entry.product.reservations().size();
        reservations += now - entry.reservations;
        entry.reservations = now;
    }

    /** Evicts what is too much; called between batches. */
    void shrink() {
        Iterator<Entry> eldest = entries.values().iterator();
        while (entries.size() > productsMax
                || (reservations > reservationsMax && entries.size() > 1)) {
            reservations -= eldest.next().reservations;
            eldest.remove();
        }
        size = entries.size();
    }

    /** How many products it holds; safe to ask from any thread. */
    int size() {
        return size;
    }
}
