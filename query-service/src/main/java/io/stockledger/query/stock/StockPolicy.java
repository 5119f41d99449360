package io.stockledger.query.stock;

import org.jspecify.annotations.Nullable;

/**
 * How a product is sold and reordered.
 *
 * @param safetyStock the quantity on hand that is not for sale, 0 or more
 * @param backorderLimit the quantity that may be reserved beyond the stock, 0 or more
 * @param reorderPoint the available quantity below which the product is low; null if it has none of
 *     its own
 */
public record StockPolicy(long safetyStock, long backorderLimit, @Nullable Long reorderPoint) {

    /** The policy of a product without one. */
    public static final StockPolicy NONE = new StockPolicy(0, 0, null);
}
