package io.stockledger.command.writer;

/**
 * Thrown where a command is turned away before it is decided: too many wait, or it waited too long.
 */
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OverloadedException(String message) {
        super(message, null, false, false);
    }
}
