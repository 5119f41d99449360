package io.stockledger.cli.output;

/** The reader of stdout has ended, such as {@code head} after its last line. Needs no message. */
public final class ClosedOutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code of a program that the signal SIGPIPE (13) ends. */
    public static final int EXIT_CODE = 128 + 13;
}
