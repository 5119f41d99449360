package io.stockledger.cli;

/** A question whose answer is no, such as for a product that does not exist. */
public final class NegativeAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code of a command that could be carried out and has found something wrong. */
    public static final int EXIT_CODE = 1;

    public NegativeAnswer(String message) {
        super(message);
    }
}
