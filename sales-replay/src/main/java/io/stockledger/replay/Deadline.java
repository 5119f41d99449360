package io.stockledger.replay;

import java.time.Duration;

/** An instant by which something must have happened, by a clock that is never set. */
record Deadline(long nanoTime) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    boolean hasPassed() {
        return System.nanoTime() - nanoTime >= 0;
    }
}
