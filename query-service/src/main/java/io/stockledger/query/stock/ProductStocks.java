package io.stockledger.query.stock;

import io.stockledger.events.EventEnvelope;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The stocks of the products of one batch: first those in the locked rows, then those after the
 * events of the batch. Not thread-safe.
 */
public final class ProductStocks {

    private final Map<String, ProductStock> stocks = new HashMap<>();
    private final Set<String> changed = new TreeSet<>();

    /** Adds a product as its locked row contains it. */
    public void add(ProductStock stock) {
        stocks.put(stock.productId(), stock);
    }

    /**
     * The stock of a product.
     *
     * @throws IllegalArgumentException if no row of the product was added
     */
    public ProductStock of(String productId) {
        ProductStock stock = stocks.get(productId);
        if (stock == null) {
            throw new IllegalArgumentException(
                    "the row of product " + productId + " is not locked");
        }
        return stock;
    }

    /**
     * Folds the next event of a product.
     *
     * @return the product's stock after the event
     * @throws IllegalStateException if the event contradicts the stock, which stays unchanged
     * @throws ArithmeticException if a quantity leaves the range of long; the stock stays unchanged
     */
    public ProductStock apply(EventEnvelope event) {
        ProductStock stock = of(event.aggregateId());
        stock.apply(event);
        changed.add(stock.productId());
        return stock;
    }

    /** The stocks that an event has changed, in the order of the product ids. */
    public List<ProductStock> changed() {
        return changed.stream().map(this::of).toList();
    }

    /** The ids of the products without any event, in order: their rows are still empty. */
    public Collection<String> emptyIds() {
        return stocks.values().stream()
                .filter(stock -> stock.version() == 0)
                .map(ProductStock::productId)
                .sorted()
                .toList();
    }
}
