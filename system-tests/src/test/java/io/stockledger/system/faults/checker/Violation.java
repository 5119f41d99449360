package io.stockledger.system.faults.checker;

/**
 * A broken promise.
 *
 * @param rule the name of the promise, such as {@code acknowledged-once}
 * @param detail the evidence in one line
 */
public record Violation(String rule, String detail) {

    @Override
    public String toString() {
        return rule + ": " + detail;
    }
}
