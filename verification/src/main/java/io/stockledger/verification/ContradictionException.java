package io.stockledger.verification;

/**
 * An event that breaks a rule in the state before it. The message names the rule and the values.
 */
public final class ContradictionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ContradictionException(String message) {
        super(message);
    }
}
