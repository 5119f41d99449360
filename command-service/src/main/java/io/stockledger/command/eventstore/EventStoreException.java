package io.stockledger.command.eventstore;

/** Thrown where the store could not do what was asked, and nothing was written. */
public class EventStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EventStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
