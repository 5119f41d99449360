package io.stockledger.query.generations;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The progress that a generation has made, or a batch makes, in one partition of the topic.
 *
 * @param nextOffset the offset after the last record
 * @param position the highest log position of an event; 0 if no event could be read
 * @param occurredAt the latest time at which one of the events occurred; null if none could be read
 */
public record PartitionProgress(
        int partition, long nextOffset, long position, @Nullable Instant occurredAt) {

    /** The progress after both, which are of the same partition. */
    public static PartitionProgress union(PartitionProgress a, PartitionProgress b) {
        return new PartitionProgress(
                a.partition,
                Math.max(a.nextOffset, b.nextOffset),
                Math.max(a.position, b.position),
                later(a.occurredAt, b.occurredAt));
    }

    /** The later of two instants, of which either may be unknown; null if both are. */
    public static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
