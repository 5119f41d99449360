package io.stockledger.query.generations;

/** A record names an epoch of the event log before a heartbeat of the relay has named it. */
public final class UnknownEpochException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownEpochException() {
        super("no heartbeat of the relay has named the epoch of the event log yet");
    }
}
