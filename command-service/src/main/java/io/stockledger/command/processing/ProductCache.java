package io.stockledger.command.processing;

import io.stockledger.command.domain.Product;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The products that the loop has in memory, least recently used first. Only the loop's thread
 * touches it, and it shrinks only when told, so a product in use by a batch is never evicted from
 * under it.
 */
final class ProductCache {

    private final Map<String, Product> products = new LinkedHashMap<>(1024, 0.75f, true);
    private final int productsMax;
    private volatile int size;

    ProductCache(int productsMax) {
        this.productsMax = productsMax;
    }

    @Nullable Product get(String productId) {
        return products.get(productId);
    }

    void put(Product product) {
        products.put(product.productId(), product);
        size = products.size();
    }

    void evict(String productId) {
        products.remove(productId);
        size = products.size();
    }

    /** Evicts what is too much; called between batches. */
    void shrink() {
        Iterator<String> eldest = products.keySet().iterator();
        while (products.size() > productsMax) {
            eldest.next();
            eldest.remove();
        }
        size = products.size();
    }

    /** How many products it holds; safe to ask from any thread. */
    int size() {
        return size;
    }
}
