package io.stockledger.command.domain;

/** The bounds of a quantity. */
public final class Quantities {

    /** 2^53-1, the greatest whole number that every JSON reader keeps exactly. */
    public static final long QUANTITY_MAX = (1L << 53) - 1;

    private Quantities() {}
}
