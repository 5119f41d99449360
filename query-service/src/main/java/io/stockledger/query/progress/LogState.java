package io.stockledger.query.progress;

import org.jspecify.annotations.Nullable;

/**
 * The state of the event log and its topic, as a replica last saw it. Immutable.
 *
 * @param isTopicPresent false if the topic has never been seen, or if Kafka says that it does not
 *     exist
 * @param newest the newest heartbeat of the relay; null before the first one
 */
record LogState(boolean isTopicPresent, @Nullable ReceivedHeartbeat newest) {

    /** The relay sends four heartbeats a second. */
    static final long HEARTBEAT_AGE_MS_MAX = 2_000;

    /** Why nothing is published any more; null normally. */
    @Nullable String haltReason() {
        return newest == null ? null : newest.heartbeat().halted();
    }

    boolean isHeartbeatRecent(long nowNanos) {
        return newest != null && newest.ageMs(nowNanos) <= HEARTBEAT_AGE_MS_MAX;
    }

    /** Events that are in the log and not in the topic yet, by the newest heartbeat. */
    long unpublishedEvents() {
        return newest == null
                ? 0
                : newest.heartbeat().headPosition() - newest.heartbeat().publishedPosition();
    }
}
