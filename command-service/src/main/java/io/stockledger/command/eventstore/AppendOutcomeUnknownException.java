package io.stockledger.command.eventstore;

/**
 * Thrown if the connection was lost during an append: the batch may or may not have been committed.
 * {@link EventStore#outcomeOf} gives the answer.
 */
public final class AppendOutcomeUnknownException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public AppendOutcomeUnknownException(Throwable cause) {
        super("the connection to the event store was lost during an append", cause);
    }
}
