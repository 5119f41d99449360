package io.stockledger.query.progress;

import static io.stockledger.query.generations.PartitionProgress.later;

import io.stockledger.query.generations.PartitionProgress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The point up to which a read model has applied every event, both as a log position and as an
 * instant. It never goes back: a new event does not change what was known before it. For one
 * thread.
 *
 * <p>A partition that is applied to its end is complete up to the instant at which its end offset
 * was requested. Any other partition is complete up to the last event applied from it. The read
 * model is as complete as its least complete partition.
 */
final class Completeness {

    private final Map<Integer, Instant> caughtUpAt = new HashMap<>();
    private long position;
    private long highestBefore;
    private long lagEvents;
    private @Nullable Instant completeThrough;

    /** Adopts the values that another replica, or this one before a restart, has recorded. */
    void adopt(long knownPosition, @Nullable Instant knownCompleteThrough) {
        position = Math.max(position, knownPosition);
        completeThrough = later(completeThrough, knownCompleteThrough);
    }

    /**
     * Evaluates one observation of the topic.
     *
     * @param endOffsets the end offsets of the topic
     * @param observedAt an instant before the end offsets were requested
     * @param partitions the read model's progress, read after the end offsets
     */
    void update(
            Map<Integer, Long> endOffsets,
            Instant observedAt,
            Map<Integer, PartitionProgress> partitions) {
        lagEvents = 0;
        long highest = 0;
        long positionBound = Long.MAX_VALUE;
        Instant through = observedAt;
        boolean allKnown = true;
        for (var end : endOffsets.entrySet()) {
            PartitionProgress progress = partitions.get(end.getKey());
            highest = Math.max(highest, progress == null ? 0 : progress.position());
            long behind = end.getValue() - (progress == null ? 0 : progress.nextOffset());
            if (behind <= 0) {
                caughtUpAt.put(end.getKey(), observedAt);
                continue;
            }
            lagEvents += behind;
            positionBound = Math.min(positionBound, progress == null ? 0 : progress.position());
            Instant known =
                    later(
                            caughtUpAt.get(end.getKey()),
                            progress == null ? null : progress.occurredAt());
            allKnown &= known != null;
            through = known != null && known.isBefore(through) ? known : through;
        }
        // Events of the same moment may reach the partitions in any order. The highest position
        // therefore counts one observation later, when all lower ones have arrived.
        position = Math.max(position, Math.min(positionBound, highestBefore));
        highestBefore = highest;
        completeThrough = later(completeThrough, allKnown ? through : null);
    }

    /** The log position up to which every event is applied. */
    long position() {
        return position;
    }

    /** The number of records in the topic that are not applied yet. */
    long lagEvents() {
        return lagEvents;
    }

    /** The instant up to which every published event is applied; null while it is unknown. */
    @Nullable Instant completeThrough() {
        return completeThrough;
    }
}
