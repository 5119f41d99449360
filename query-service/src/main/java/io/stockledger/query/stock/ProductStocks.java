package io.stockledger.query.stock;

import io.stockledger.events.EventEnvelope;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The stocks of the products of one batch: first those in the locked rows, then those after the
 * events of the batch. Not thread-safe.
 */
public final class ProductStocks {

    private final Map<String, ProductStock> stocks = new HashMap<>();
    private final @Nullable BoundReservations bound;
    private final Set<String> changed = new TreeSet<>();

    /** Stocks without the reserved quantities by warehouse, which then stay 0. */
    public ProductStocks() {
        this.bound = null;
    }

    /**
     * Stocks with the reserved quantities by warehouse.
     *
     * @param bound the bound reservations that the events may change; they are folded too
     */
    public ProductStocks(BoundReservations bound) {
        this.bound = bound;
    }

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
        if (bound == null) {
            stock.apply(event, Map.of());
        } else {
            List<BoundReservation> after = bound.after(event.payload());
            stock.apply(event, bound.reservedChanges(after));
            bound.replace(after);
        }
        changed.add(stock.productId());
        return stock;
    }

    /** The stocks that an event has changed, in the order of the product ids. */
    public List<ProductStock> changed() {
        return changed.stream().map(this::of).toList();
    }

    /** The ids of the products with reservations that are bound to a warehouse. */
    public Set<String> idsWithBoundReservations() {
        return stocks.values().stream()
                .filter(ProductStock::hasBoundReservations)
                .map(ProductStock::productId)
                .collect(Collectors.toCollection(TreeSet::new));
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
