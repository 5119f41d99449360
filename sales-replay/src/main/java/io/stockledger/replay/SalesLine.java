package io.stockledger.replay;

import java.math.BigDecimal;

/**
 * One row of the file of sales, as it was read.
 *
 * @param invoice the invoice number; one that begins with {@code C} cancels earlier sales
 * @param stockCode as written in the file, in any case
 * @param description may be empty
 * @param quantity negative for what comes back or is written off
 * @param unitPrice 0 marks a row that is no sale, unless it names a customer
 * @param customer may be empty: a customer without an account
 */
record SalesLine(
        String invoice,
        String stockCode,
        String description,
        long quantity,
        BigDecimal unitPrice,
        String customer) {

    private static final String CANCELLATION_PREFIX = "C";

    boolean isCancellation() {
        return invoice.startsWith(CANCELLATION_PREFIX);
    }

    boolean isFree() {
        return unitPrice.signum() == 0;
    }

    boolean hasCustomer() {
        return !customer.isEmpty();
    }

    /** Goods that a customer ordered. A free line with a customer is a gift, and leaves too. */
    boolean isSale() {
        return !isCancellation() && quantity > 0 && (!isFree() || hasCustomer());
    }

    /** Goods that turned up: free of charge and nobody ordered them. */
    boolean isFoundStock() {
        return !isCancellation() && quantity > 0 && !isSale();
    }

    /** Goods that were thrown away, broken or lost. */
    boolean isWriteOff() {
        return !isCancellation() && quantity < 0 && isFree();
    }
}
