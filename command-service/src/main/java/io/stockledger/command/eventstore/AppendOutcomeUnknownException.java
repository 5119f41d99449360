package io.stockledger.command.eventstore;

/**
 * Thrown where the connection was lost while an append was under way: it may have been committed or
 * not. Ask {@link EventStore#outcomeOf}.
 */
public final class AppendOutcomeUnknownException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    private final transient AppendBatch batch;

    public AppendOutcomeUnknownException(AppendBatch batch, Throwable cause) {
        super("the connection to the event store was lost during an append", cause);
        this.batch = batch;
    }

    /** What was being written. */
    public AppendBatch batch() {
        return batch;
    }
}
