package io.stockledger.cli.services;

import java.time.Duration;

/** The instant at which a wait ends, on the monotonic clock. */
public record Deadline(long nanoTime) {

    /** Returns the instant after this time. */
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    public boolean hasPassed() {
        return System.nanoTime() - nanoTime >= 0;
    }
}
