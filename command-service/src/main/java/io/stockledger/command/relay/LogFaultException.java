package io.stockledger.command.relay;

/**
 * The event log is not one that may be published: it is halted, it has a gap, or an event cannot be
 * made into a record. Publishing goes on by itself once that is mended.
 */
final class LogFaultException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String fault;

    /**
     * A fault of the log.
     *
     * @param fault the same words each time that this fault is found again
     * @param message the fact, its cause and the cure, in one line
     */
    LogFaultException(String fault, String message) {
        super(message);
        this.fault = fault;
    }

    String fault() {
        return fault;
    }
}
