package io.stockledger.command.relay;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Decides when a failure that lasts is logged: at its beginning, when its kind changes, and every
 * ten minutes. Used by one thread.
 */
final class RepeatedFailure {

    private static final Duration REPEATED = Duration.ofMinutes(10);

    private @Nullable String kind;
    private long begunNanos;
    private long loggedNanos;

    /** Notes a failure, and returns whether it is to be logged now. */
    boolean note(String kindOfFailure) {
        long now = System.nanoTime();
        boolean begins = kind == null;
        if (begins) {
            begunNanos = now;
        }
        if (begins || !kindOfFailure.equals(kind) || now - loggedNanos > REPEATED.toNanos()) {
            kind = kindOfFailure;
            loggedNanos = now;
            return true;
        }
        return false;
    }

    /** Whether the last attempt failed. */
    boolean lasts() {
        return kind != null;
    }

    /** Ends the failure, and returns how long it lasted; null if there was none. */
    @Nullable Duration end() {
        if (kind == null) {
            return null;
        }
        kind = null;
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }
}
