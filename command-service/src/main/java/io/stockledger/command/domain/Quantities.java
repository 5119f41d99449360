package io.stockledger.command.domain;

import io.stockledger.command.domain.Refusal.InvalidQuantity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** The rules for quantities of which no state is needed. */
public final class Quantities {

    /** 2^53-1, the largest number below which every JSON reader represents all integers exactly. */
    public static final long QUANTITY_MAX = (1L << 53) - 1;

    private Quantities() {}

    /** Refuses a quantity in {@code field} outside {@code least} to {@link #QUANTITY_MAX}. */
    static @Nullable Refusal outOfRange(String field, long quantity, long least) {
        return quantity >= least && quantity <= QUANTITY_MAX
                ? null
                : new InvalidQuantity(
                        field, quantity, "must be from " + least + " to " + QUANTITY_MAX);
    }

    /** Refuses a quantity in {@code field} that would bring {@code total} beyond the maximum. */
    static @Nullable Refusal totalTooLarge(String field, long quantity, long total) {
        return quantity <= QUANTITY_MAX - total
                ? null
                : new InvalidQuantity(
                        field, quantity, "would bring the total beyond " + QUANTITY_MAX);
    }

    /**
     * Refuses a quantity in {@code field} that would bring the reserved quantity of the product
     * beyond the maximum. Stock alone does not limit it, because backorders are added to the stock.
     * With this bound no event can state a quantity beyond the maximum, whichever reservations are
     * reassigned to one order. A quantity that is not available is left to the refusal for that.
     *
     * @param more the quantity that is reserved in addition; 0 or less if nothing is
     */
    static @Nullable Refusal reservedTooLarge(
            String field, long quantity, long more, Product product, Instant now) {
        long granted = Math.min(more, product.availableToPromise(now));
        return granted <= 0 || granted <= QUANTITY_MAX - product.reservedStock(now)
                ? null
                : new InvalidQuantity(
                        field,
                        quantity,
                        "would bring the reserved quantity beyond " + QUANTITY_MAX);
    }

    /** Refuses a quantity of a line that, with the lines before it, exceeds the maximum. */
    static @Nullable Refusal lineOutOfRange(int line, long quantity, long before) {
        Refusal refusal = outOfRange(lineField(line), quantity, 1);
        if (refusal != null) {
            return refusal;
        }
        return quantity <= QUANTITY_MAX - before
                ? null
                : new InvalidQuantity(
                        lineField(line), quantity, "would bring the sum beyond " + QUANTITY_MAX);
    }

    /** The name of the quantity of a line, counted from 0. */
    static String lineField(int line) {
        return "lines[" + line + "].quantity";
    }
}
