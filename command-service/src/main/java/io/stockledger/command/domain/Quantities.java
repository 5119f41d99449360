package io.stockledger.command.domain;

/** The maximum of a quantity. */
public final class Quantities {

    /** 2^53-1, the largest number below which every JSON reader represents all integers exactly. */
    public static final long QUANTITY_MAX = (1L << 53) - 1;

    private Quantities() {}
}
