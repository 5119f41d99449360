package io.stockledger.query.progress;

import static io.stockledger.query.generations.PartitionProgress.later;

import io.stockledger.query.generations.PartitionProgress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The point up to which a read model has applied every event, both as a log position and as an
 * instant. It never goes back: a new event does not change what was known before it. For one
 * thread.
 *
 * <p>A read model is complete through a heartbeat of the relay once it has received every event
 * that the heartbeat counts as published. While it is not complete through the newest one, it is as
 * complete as the least complete of the partitions that are behind: up to the last event received
 * from it without a gap. Records that the heartbeats do not count prove nothing.
 */
final class Completeness {

    private long position;
    private @Nullable Instant completeThrough;
    private long completeNanos;

    /**
     * @param startNanos a reading of {@link System#nanoTime} before the first update
     */
    Completeness(long startNanos) {
        this.completeNanos = startNanos;
    }

    /**
     * Adopts the values that another replica, or this one before a restart, has recorded.
     *
     * @param headPosition the last position of the event log; a recorded position beyond it is
     *     wrong and is ignored
     */
    void adopt(long knownPosition, @Nullable Instant knownCompleteThrough, long headPosition) {
        if (position > headPosition) {
            position = 0;
        }
        if (knownPosition <= headPosition) {
            position = Math.max(position, knownPosition);
        }
        completeThrough = later(completeThrough, knownCompleteThrough);
    }

    /**
     * Evaluates one observation.
     *
     * @param heartbeats those that concern the records of the read model, the newest first
     * @param partitions the read model's progress
     */
    void update(List<ReceivedHeartbeat> heartbeats, Map<Integer, PartitionProgress> partitions) {
        for (ReceivedHeartbeat received : heartbeats) {
            if (received.isReached(partitions)) {
                position = Math.max(position, received.heartbeat().publishedPosition());
                completeThrough = later(completeThrough, received.heartbeat().publishedThrough());
                completeNanos = Math.max(completeNanos, received.publishedThroughNanos());
                break;
            }
        }
        if (!heartbeats.isEmpty() && !heartbeats.getFirst().isReached(partitions)) {
            updateFromPartitionsBehind(heartbeats.getFirst(), partitions);
        }
    }

    private void updateFromPartitionsBehind(
            ReceivedHeartbeat newest, Map<Integer, PartitionProgress> partitions) {
        List<Long> last = newest.heartbeat().lastPositions();
        long positionBound = newest.heartbeat().publishedPosition();
        Instant through = newest.heartbeat().publishedThrough();
        boolean allKnown = true;
        for (int i = 0; i < last.size(); i++) {
            PartitionProgress progress = partitions.get(i);
            long complete = progress == null ? 0 : progress.completePosition();
            if (complete >= last.get(i)) {
                continue;
            }
            positionBound = Math.min(positionBound, complete);
            Instant known = progress == null || progress.hasGap() ? null : progress.occurredAt();
            allKnown &= known != null;
            through = known != null && known.isBefore(through) ? known : through;
        }
        position = Math.max(position, positionBound);
        completeThrough = later(completeThrough, allKnown ? through : null);
    }

    /** The log position up to which every event is applied. */
    long position() {
        return position;
    }

    /** The instant up to which every event is applied; null while it is unknown. */
    @Nullable Instant completeThrough() {
        return completeThrough;
    }

    /**
     * The time through which the read model is complete by its heartbeats, as a reading of {@link
     * System#nanoTime} ({@link ReceivedHeartbeat#publishedThroughNanos}); the start if no heartbeat
     * was received.
     */
    long completeNanos() {
        return completeNanos;
    }
}
