package io.stockledger.verification;

/** Receives the differences that a verification finds. */
@FunctionalInterface
public interface Differences {

    /**
     * Reports a difference.
     *
     * @param check the check that found it, such as the name of a table
     * @param text a clause that names the place, the value and the expected value
     */
    void add(String check, String text);
}
