package io.stockledger.verification.readmodels;

/** A read model has no serving generation of this version yet, so there is nothing to compare. */
public final class UnservedReadModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnservedReadModelException(String readModel) {
        super("the read model " + readModel + " has no serving generation of this version");
    }
}
