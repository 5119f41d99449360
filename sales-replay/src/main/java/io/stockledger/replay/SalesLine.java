package io.stockledger.replay;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * One row of the file of sales.
 *
 * @param invoice the invoice number; an invoice whose number begins with {@code C} cancels sales
 * @param stockCode the code as written in the file, in upper or lower case
 * @param description the description, which may be empty
 * @param quantity the quantity; negative if goods come back or are written off
 * @param unitPrice the price; with the price 0 a row is a sale only if it names a customer
 * @param customer the customer; empty if the customer has no account
 */
record SalesLine(
        String invoice,
        String stockCode,
        String description,
        long quantity,
        BigDecimal unitPrice,
        String customer) {

    private static final String CANCELLATION_PREFIX = "C";

    private static final Pattern DAMAGE =
            Pattern.compile(
                    "damag|brok|break|\\bwet\\b|crush|crack|smash|rust|mould|faulty|unsale",
                    Pattern.CASE_INSENSITIVE);

    boolean isCancellation() {
        return invoice.startsWith(CANCELLATION_PREFIX);
    }

    boolean isFree() {
        return unitPrice.signum() == 0;
    }

    boolean hasCustomer() {
        return !customer.isEmpty();
    }

    /** Whether a customer ordered the goods. A free row with a customer is a gift to ship. */
    boolean isSale() {
        return !isCancellation() && quantity > 0 && (!isFree() || hasCustomer());
    }

    /** Whether the row records found goods: they are free and there is no customer. */
    boolean isFoundStock() {
        return !isCancellation() && quantity > 0 && !isSale();
    }

    /** Whether the row records damaged goods that are thrown away. */
    boolean isDamage() {
        return isWriteOff() && DAMAGE.matcher(description).find();
    }

    /** Whether the row records goods that are thrown away, broken or lost. */
    boolean isWriteOff() {
        return !isCancellation() && quantity < 0 && isFree();
    }
}
