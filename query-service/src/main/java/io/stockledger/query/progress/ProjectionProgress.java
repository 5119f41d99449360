package io.stockledger.query.progress;

import io.stockledger.query.generations.PartitionProgress;
import io.stockledger.query.progress.ProgressSnapshot.HeldProductSummary;
import io.stockledger.query.progress.TopicState.ExistingTopic;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The progress of one read model, as a replica last saw it. Immutable.
 *
 * @param generation the number of the generation that answers reads; 0 if no generation does
 * @param position every event up to this log position is applied
 * @param lagEvents the number of events that are not applied yet, as far as they are known
 * @param completeThrough every event decided up to this instant is applied; null while nothing is
 *     known
 * @param completeNanos the time through which it is complete by its heartbeats, as a reading of
 *     {@link System#nanoTime}
 * @param log the state of the event log and its topic
 * @param partitions in the order of their numbers; empty if the topic was never seen
 * @param generations all generations that have tables, in the order of their numbers
 */
record ProjectionProgress(
        String name,
        int version,
        int generation,
        long position,
        long lagEvents,
        @Nullable Instant completeThrough,
        long completeNanos,
        LogState log,
        List<PartitionStatus> partitions,
        HeldProductSummary held,
        List<GenerationProgress> generations) {

    /** A read model with a higher lag is catching up. */
    static final long LIVE_LAG_MS_MAX = 2_000;

    /** The progress in one partition of the topic, as {@code GET /v1/projections} shows it. */
    record PartitionStatus(
            int partition,
            long nextOffset,
            long endOffset,
            long position,
            long completePosition,
            @Nullable Instant occurredAt) {

        /** The progress in every partition of the topic. */
        static List<PartitionStatus> of(
                ExistingTopic topic, Map<Integer, PartitionProgress> partitions) {
            var statuses = new ArrayList<PartitionStatus>();
            topic.endOffsets()
                    .forEach(
                            (partition, end) ->
                                    statuses.add(of(partition, end, partitions.get(partition))));
            return statuses;
        }

        private static PartitionStatus of(
                int partition, long end, @Nullable PartitionProgress progress) {
            return progress == null
                    ? new PartitionStatus(partition, 0, end, 0, 0, null)
                    : new PartitionStatus(
                            partition,
                            progress.nextOffset(),
                            end,
                            progress.position(),
                            progress.completePosition(),
                            progress.occurredAt());
        }
    }

    /**
     * The greatest possible age of the view in milliseconds, by the clock that says less in its
     * favour: the wall clock, which may be wrong, or the monotonic clock, which does not know how
     * long a heartbeat was on its way. While nothing is known it is the time since 1970.
     */
    long lagMs(Instant now, long nowNanos) {
        Instant through = completeThrough == null ? Instant.EPOCH : completeThrough;
        return Math.max(
                Math.max(0, Duration.between(through, now).toMillis()),
                TimeUnit.NANOSECONDS.toMillis(nowNanos - completeNanos));
    }

    /** Whether the age is unknown, because the view is being built from the beginning. */
    boolean isUnknown() {
        return completeThrough == null;
    }

    Status status(Instant now, long nowNanos) {
        if (log.haltReason() != null) {
            return Status.LOG_HALTED;
        }
        if (!log.isTopicPresent()) {
            return Status.WAITING_FOR_TOPIC;
        }
        if (!log.isHeartbeatRecent(nowNanos)) {
            return Status.NO_HEARTBEAT;
        }
        if (held.count() > 0) {
            return Status.HELD;
        }
        return isUnknown() || lagMs(now, nowNanos) > LIVE_LAG_MS_MAX
                ? Status.CATCHING_UP
                : Status.LIVE;
    }

    /** The status of a read model. If several apply, it is the first of them. */
    enum Status {
        LOG_HALTED("log-halted"),
        WAITING_FOR_TOPIC("waiting-for-topic"),
        NO_HEARTBEAT("no-heartbeat"),
        HELD("held"),
        CATCHING_UP("catching-up"),
        LIVE("live");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
