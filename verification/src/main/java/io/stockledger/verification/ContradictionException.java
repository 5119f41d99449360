package io.stockledger.verification;

import java.util.function.Supplier;

/**
 * An event that breaks a rule in the state before it. The message names the rule and the values.
 */
public final class ContradictionException extends RuntimeException {

    /** The largest quantity and the largest total: 2^53 - 1. */
    static final long QUANTITY_MAX = (1L << 53) - 1;

    private static final long serialVersionUID = 1L;

    ContradictionException(String message) {
        super(message);
    }

    /**
     * Requires a rule.
     *
     * @param broken the message if it is broken
     * @throws ContradictionException if it is broken
     */
    static void require(boolean rule, Supplier<String> broken) {
        if (!rule) {
            throw new ContradictionException(broken.get());
        }
    }

    /**
     * Requires a quantity from 1 to 2^53 - 1, and returns it.
     *
     * @throws ContradictionException if it is out of this range
     */
    static long positive(long quantity) {
        require(
                quantity >= 1 && quantity <= QUANTITY_MAX,
                () -> "the quantity is %d".formatted(quantity));
        return quantity;
    }
}
