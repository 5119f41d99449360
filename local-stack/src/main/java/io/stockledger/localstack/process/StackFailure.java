package io.stockledger.localstack.process;

/**
 * A failure that the user can repair. The message is one line with cause and remedy, which is shown
 * without a stack trace.
 */
public final class StackFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackFailure(String message) {
        super(message);
    }

    public StackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
