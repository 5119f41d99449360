package io.stockledger.localstack.process;

/**
 * Something that the person at the keyboard can mend: the message is one clear line with the cause
 * and the cure, fit to be shown without a stack trace.
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
