package io.stockledger.command.writer;

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
 * by that of their reservations. Only the loop's thread touches it. It shrinks only when told, and
 * not by products that a batch has decided on.
 */
final class ProductCache {

    private final Map<String, CachedProduct> entries = new LinkedHashMap<>(1024, 0.75f, true);
    private final int productsMax;
    private final int reservationsMax;
    private long reservations;
    private long round = 1;
    private volatile int size;

    ProductCache(int productsMax, int reservationsMax) {
        this.productsMax = productsMax;
        this.reservationsMax = reservationsMax;
    }

    @Nullable CachedProduct get(String productId) {
        return entries.get(productId);
    }

    void put(Product product) {
        evict(product.productId());
        CachedProduct entry = new CachedProduct(product);
        entries.put(product.productId(), entry);
        weigh(entry);
        size = entries.size();
    }

    void evict(String productId) {
        CachedProduct entry = entries.remove(productId);
        if (entry != null) {
            reservations -= entry.reservations;
            size = entries.size();
        }
    }

    /** Whether the product is as the followed log has it. */
    boolean isConfirmed(CachedProduct product) {
        return product.confirmedIn == round;
    }

    void confirm(Collection<CachedProduct> products) {
        for (CachedProduct product : products) {
            product.confirmedIn = round;
        }
    }

    /** No product counts as confirmed any more. */
    void forgetConfirmations() {
        round++;
    }

    /** Takes in an event that another instance appended; a product that missed some is evicted. */
    void follow(EventEnvelope event) {
        CachedProduct cached = get(event.aggregateId());
        if (cached == null || event.sequenceNumber() <= cached.product().version()) {
            return;
        }
        Product product = cached.product();
        if (event.sequenceNumber() > product.version() + 1) {
            evict(product.productId());
            return;
        }
        ProductRepository.apply(product, event);
        product.keep();
        weigh(cached);
    }

    /** Notes how many reservations the product, which is in the cache, has now. */
    void weigh(CachedProduct cached) {
        int now = cached.product().reservations().size();
        reservations += now - cached.reservations;
        cached.reservations = now;
    }

    /** Evicts what is too much and not in use. */
    void shrink() {
        Iterator<CachedProduct> eldest = entries.values().iterator();
        while (isTooMuch() && eldest.hasNext()) {
            CachedProduct next = eldest.next();
            if (next.batches == 0) {
                reservations -= next.reservations;
                eldest.remove();
            }
        }
        size = entries.size();
    }

    private boolean isTooMuch() {
        return entries.size() > productsMax
                || (reservations > reservationsMax && entries.size() > 1);
    }

    /** How many products it holds; safe to ask from any thread. */
    int size() {
        return size;
    }
}
