package io.stockledger.query.progress;

import io.stockledger.query.progress.ProgressRows.Held;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far one read model is, as a replica last saw it. Immutable.
 *
 * @param position every event up to this log position has been applied
 * @param lagEvents how many records wait in the log
 * @param completeThrough every event published up to this instant has been applied; where nothing
 *     is known, the start of this replica
 * @param completenessKnown whether {@code completeThrough} is more than the replica's start
 * @param lookedAt when the log's ends were last seen, or null where they never were
 * @param partitions in their order; empty while the topic is not there
 * @param generations all that have tables, by their numbers
 */
record ProjectionProgress(
        String name,
        int version,
        int generation,
        long position,
        long lagEvents,
        Instant completeThrough,
        boolean completenessKnown,
        @Nullable Instant lookedAt,
        List<PartitionProgress> partitions,
        Held held,
        List<GenerationProgress> generations) {

    /** A look at the log's ends counts as present for this long. */
    static final Duration LOOK_AGE_MAX = Duration.ofSeconds(2);

    /** From this lag on a read model is catching up. */
    static final long LIVE_LAG_MS_MAX = 2_000;

    /** How far a read model is in one partition of the topic. */
    record PartitionProgress(
            int partition,
            long nextOffset,
            long endOffset,
            long position,
            @Nullable Instant occurredAt) {}

    /**
     * How much older than now the view may be, in milliseconds: 0 while the log's ends are seen and
     * nothing waits in it.
     */
    long lagMs(Instant now) {
        boolean seen =
                lookedAt != null && Duration.between(lookedAt, now).compareTo(LOOK_AGE_MAX) <= 0;
        if (seen && lagEvents == 0) {
            return 0;
        }
        return Math.max(0, Duration.between(completeThrough, now).toMillis());
    }

    /**
     * Whether events wait of which nothing is known: the view is being built from the beginning.
     */
    boolean isUnknown() {
        return !completenessKnown && lagEvents > 0;
    }

    Status status(Instant now) {
        if (lookedAt == null) {
            return Status.WAITING_FOR_TOPIC;
        }
        if (held.count() > 0) {
            return Status.HELD;
        }
        return isUnknown() || lagMs(now) > LIVE_LAG_MS_MAX ? Status.CATCHING_UP : Status.LIVE;
    }

    /** What an operator needs to know first. */
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
