package io.stockledger.command.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Product;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReserved;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class ProductCacheTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int PRODUCTS_MAX = 10;
    private static final int RESERVATIONS_MAX = 1;

    private final ProductCache cache = new ProductCache(PRODUCTS_MAX, RESERVATIONS_MAX);

    @Test
    void reservations_of_an_evicted_product_do_not_count() {
        cache.put(registered("p-1"));
        CachedProduct evicted = cache.require("p-1");
        cache.evict("p-1");
        reserve(evicted.product(), "order-1");
        reserve(evicted.product(), "order-2");
        cache.put(registered("p-2"));
        cache.put(registered("p-3"));

        cache.weigh(evicted);

        cache.shrink();
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void reservations_beyond_the_bound_evict_the_least_recently_used_product() {
        cache.put(registered("p-1"));
        cache.put(registered("p-2"));
        reserve(cache.require("p-2").product(), "order-1");
        reserve(cache.require("p-2").product(), "order-2");

        cache.weigh(cache.require("p-2"));

        cache.shrink();
        assertThat(cache.get("p-1")).isNull();
        assertThat(cache.get("p-2")).isNotNull();
    }

    private static Product registered(String productId) {
        var product = new Product(productId);
        product.apply(new ProductRegistered(productId, "Hanging heart", "sku-1", 10, "main"), NOON);
        return product;
    }

    private static void reserve(Product product, String orderId) {
        product.apply(new StockReserved(product.productId(), orderId, 1, null), NOON);
    }
}
