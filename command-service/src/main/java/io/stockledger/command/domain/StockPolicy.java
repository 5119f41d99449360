package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

/**
 * The policy for the stock of a product.
 *
 * @param safetyStock the quantity on hand that is not for sale
 * @param backorderLimit the quantity that may be reserved beyond the stock
 * @param reorderPoint the available quantity below which the product is low; null if the product
 *     has none of its own. No decision depends on it
 */
public record StockPolicy(long safetyStock, long backorderLimit, @Nullable Long reorderPoint) {

    /** The policy of a product until one is set. */
    public static final StockPolicy NONE = new StockPolicy(0, 0, null);
}
