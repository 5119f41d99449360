package io.stockledger.command.eventstore;

/**
 * Thrown if others have locked the head of the log for longer than the store waits. Nothing was
 * written; the caller may try again.
 */
public final class LogHeadBusyException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public LogHeadBusyException(Throwable cause) {
        super("another session has locked the head of the event log for too long", cause);
    }
}
