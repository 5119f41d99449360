package io.stockledger.cli;

/** A command that cannot be carried out. The message names the cause and the cure. */
public class OperatorFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code of a command that could not be carried out. */
    public static final int EXIT_CODE = 2;

    public OperatorFailure(String message) {
        super(message);
    }

    public OperatorFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
