package io.stockledger.query.generations;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The progress that a generation has made in one partition of the topic.
 *
 * @param nextOffset the offset after the last record
 * @param position the highest log position of an event; 0 before the first event
 * @param completePosition every event of the partition up to this log position is received; lower
 *     than {@code position} if one is missing
 * @param occurredAt the latest time at which one of the events occurred; null if none could be read
 */
public record PartitionProgress(
        int partition,
        long nextOffset,
        long position,
        long completePosition,
        @Nullable Instant occurredAt) {

    /** Whether an event is missing before the last one that is received. */
    public boolean hasGap() {
        return completePosition < position;
    }

    /** The later of two instants, of which either may be unknown; null if both are. */
    public static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
