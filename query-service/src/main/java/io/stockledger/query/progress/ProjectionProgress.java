package io.stockledger.query.progress;

import io.stockledger.query.progress.ProgressSnapshot.HeldProductSummary;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The progress of one read model, as a replica last saw it. Immutable.
 *
 * @param generation the number of the generation that answers reads; 0 if no generation does
 * @param position every event up to this log position is applied
 * @param lagEvents the number of records in the topic that are not applied yet
 * @param completeThrough every event published up to this instant is applied; the start of this
 *     replica while nothing is known
 * @param completenessKnown false if {@code completeThrough} is only the start of this replica
 * @param topicSeenAt when the topic was last seen; null if it never was
 * @param partitions in the order of their numbers; empty if the topic was never seen
 * @param generations all generations that have tables, in the order of their numbers
 */
record ProjectionProgress(
        String name,
        int version,
        int generation,
        long position,
        long lagEvents,
        Instant completeThrough,
        boolean completenessKnown,
        @Nullable Instant topicSeenAt,
        List<PartitionStatus> partitions,
        HeldProductSummary held,
        List<GenerationProgress> generations) {

    /** The end offsets of the topic count as current for this long. */
    static final Duration TOPIC_AGE_MAX = Duration.ofSeconds(2);

    /** A read model with a higher lag is catching up. */
    static final long LIVE_LAG_MS_MAX = 2_000;

    /** The progress in one partition of the topic, as {@code GET /v1/projections} shows it. */
    record PartitionStatus(
            int partition,
            long nextOffset,
            long endOffset,
            long position,
            @Nullable Instant occurredAt) {}

    /**
     * The greatest possible age of the view in milliseconds: 0 while the end offsets are current
     * and everything is applied.
     */
    long lagMs(Instant now) {
        boolean topicIsCurrent =
                topicSeenAt != null
                        && Duration.between(topicSeenAt, now).compareTo(TOPIC_AGE_MAX) <= 0;
        if (topicIsCurrent && lagEvents == 0) {
            return 0;
        }
        return Math.max(0, Duration.between(completeThrough, now).toMillis());
    }

    /** Whether the age is unknown, because the view is being built from the beginning. */
    boolean isUnknown() {
        return !completenessKnown && lagEvents > 0;
    }

    Status status(Instant now) {
        if (topicSeenAt == null) {
            return Status.WAITING_FOR_TOPIC;
        }
        if (held.count() > 0) {
            return Status.HELD;
        }
        return isUnknown() || lagMs(now) > LIVE_LAG_MS_MAX ? Status.CATCHING_UP : Status.LIVE;
    }

    /** The status of a read model. If several apply, it is the first of them. */
    enum Status {
        WAITING_FOR_TOPIC("waiting-for-topic"),
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
