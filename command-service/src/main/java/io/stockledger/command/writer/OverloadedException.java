package io.stockledger.command.writer;

/**
 * Thrown if a command is not decided because too many commands are waiting or because it has waited
 * too long. Nothing was recorded.
 */
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OverloadedException(String message) {
        super(message, null, false, false);
    }
}
