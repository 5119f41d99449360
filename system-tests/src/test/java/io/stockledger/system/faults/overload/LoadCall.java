package io.stockledger.system.faults.overload;

/**
 * A command of the load, with times of the monotonic clock.
 *
 * @param dueNanos the time at which it had to be sent
 * @param sentNanos the time at which it was sent
 * @param endNanos the time at which its answer had been read
 * @param status the status of the answer, or one of the constants
 */
record LoadCall(long dueNanos, long sentNanos, long endNanos, int status) {

    /** All connections of the client were waiting for answers. */
    static final int NOT_SENT = 0;

    /** The connection was refused or has ended. */
    static final int FAILED = -1;

    static final int OK = 200;
    static final int OVERLOADED = 503;

    boolean isAccepted() {
        return status == OK;
    }

    boolean isRefused() {
        return status == OVERLOADED;
    }

    /** The time from the sending to the answer. */
    long answerNanos() {
        return endNanos - sentNanos;
    }

    /** The time that a caller has waited who wanted to send it when it was due. */
    long waitNanos() {
        return endNanos - dueNanos;
    }
}
