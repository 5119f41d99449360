package io.stockledger.verification;

import org.jspecify.annotations.Nullable;

/**
 * The policy of a product, by the events. Immutable.
 *
 * @param safetyStock the quantity on hand that is not for sale
 * @param backorderLimit the quantity that may be reserved beyond the stock
 * @param reorderPoint the available quantity below which the product is low; null if it has none of
 *     its own
 */
public record ModelPolicy(long safetyStock, long backorderLimit, @Nullable Long reorderPoint) {

    static final ModelPolicy NONE = new ModelPolicy(0, 0, null);
}
