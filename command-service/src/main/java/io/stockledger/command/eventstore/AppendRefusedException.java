package io.stockledger.command.eventstore;

/**
 * Thrown where the store cannot keep what a batch holds, such as a value that it has no room for:
 * nothing was written, and the same batch would fail again.
 */
public final class AppendRefusedException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public AppendRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
