package io.stockledger.command.eventstore;

/**
 * Thrown if the event log is halted, because it is not the log that it was before. Nothing was
 * written, and nothing will be until the owner of the log starts its next epoch.
 */
public final class LogHaltedException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason a sentence for operators
     */
    public LogHaltedException(String reason) {
        super("the event log is halted: " + reason);
        this.reason = reason;
    }

    /** Why the log was halted. */
    public String reason() {
        return reason;
    }
}
