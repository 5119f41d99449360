package io.stockledger.command.eventstore;

/**
 * Thrown if the event log is in another epoch than the caller's. Nothing was written. The caller
 * must forget everything that it has read from the log.
 */
public final class NewLogEpochException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public NewLogEpochException() {
        super("the event log has started another epoch");
    }
}
