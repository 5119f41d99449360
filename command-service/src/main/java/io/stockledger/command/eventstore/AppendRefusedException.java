package io.stockledger.command.eventstore;

/**
 * Thrown if the store refuses a value of a batch, such as one that is too large. Nothing was
 * written, and the same batch would be refused again.
 */
public final class AppendRefusedException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public AppendRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
