package io.stockledger.system.faults.cluster;

/** The state of the link between two parts. */
public enum LinkState {
    /** Data passes at once. */
    OPEN,
    /** Open connections are reset, and new ones as soon as they are accepted. */
    CUT,
    /** Connections stay open, and no data passes in either direction until the link is open. */
    BLACK_HOLE,
    /** Data passes 150 ms later in each direction. */
    DELAY,
    /** Requests do not pass until the link is open; answers do. */
    REQUESTS_STOPPED,
    /** Answers do not pass until the link is open; requests do. */
    ANSWERS_STOPPED,
    /**
     * The server's ends of open connections are reset, and the client's stay open and silent until
     * the link is open. New connections work.
     */
    HALF_OPEN
}
