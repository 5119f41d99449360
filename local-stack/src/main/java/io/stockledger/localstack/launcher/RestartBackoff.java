package io.stockledger.localstack.launcher;

import java.time.Duration;

/**
 * The pauses before the restarts of one process: the shortest first, and twice as long each time up
 * to the longest, until the process has lived for a minute. Used by one thread.
 */
final class RestartBackoff {

    /** A process that lives this long is restarted after the shortest pause again. */
    static final Duration STABLE = Duration.ofMinutes(1);

    private final Duration pauseMin;
    private final Duration pauseMax;
    private Duration next;

    RestartBackoff(Duration pauseMin, Duration pauseMax) {
        this.pauseMin = pauseMin;
        this.pauseMax = pauseMax;
        this.next = pauseMin;
    }

    /**
     * Returns the pause before the next restart.
     *
     * @param lived the time from the last start to the end of the process
     */
    Duration pauseAfter(Duration lived) {
        Duration pause = lived.compareTo(STABLE) < 0 ? next : pauseMin;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(pauseMax) < 0 ? doubled : pauseMax;
        return pause;
    }
}
