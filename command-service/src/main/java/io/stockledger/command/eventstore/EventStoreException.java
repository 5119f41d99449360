package io.stockledger.command.eventstore;

/** Thrown if the store has failed. Nothing was written, unless a subclass says otherwise. */
public class EventStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EventStoreException(String message) {
        super(message);
    }

    public EventStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
