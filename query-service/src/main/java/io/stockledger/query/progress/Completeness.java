package io.stockledger.query.progress;

import io.stockledger.query.progress.ProgressRows.Partition;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Up to where a read model has everything, both in log positions and in time. It only ever grows: a
 * new event does not take back what was known before. For one thread.
 *
 * <p>A partition that has been read to its end has everything that was in it at the moment its end
 * was asked for; another one has everything up to the last event applied from it. The least of
 * these holds for the read model.
 */
final class Completeness {

    private final Map<Integer, Instant> caughtUpAt = new HashMap<>();
    private long position;
    private long highestBefore;
    private long lagEvents;
    private @Nullable Instant completeThrough;

    /** Takes over what was known already, by another replica or before a restart. */
    void learn(long knownPosition, @Nullable Instant knownThrough) {
        position = Math.max(position, knownPosition);
        completeThrough = later(completeThrough, knownThrough);
    }

    /**
     * Takes in one look.
     *
     * @param endOffsets the log's ends
     * @param endsAt an instant before the ends were asked for
     * @param rows the read model's progress in this log, read after the ends were
     */
    void look(Map<Integer, Long> endOffsets, Instant endsAt, Map<Integer, Partition> rows) {
        lagEvents = 0;
        long highest = 0;
        long positionBound = Long.MAX_VALUE;
        Instant through = endsAt;
        boolean allKnown = true;
        for (var end : endOffsets.entrySet()) {
            Partition row = rows.get(end.getKey());
            highest = Math.max(highest, row == null ? 0 : row.position());
            long behind = end.getValue() - (row == null ? 0 : row.nextOffset());
            if (behind <= 0) {
                caughtUpAt.put(end.getKey(), endsAt);
                continue;
            }
            lagEvents += behind;
            positionBound = Math.min(positionBound, row == null ? 0 : row.position());
            Instant known =
                    later(caughtUpAt.get(end.getKey()), row == null ? null : row.occurredAt());
            allKnown &= known != null;
            through = known != null && known.isBefore(through) ? known : through;
        }
        // Positions of one moment may reach the partitions in any order, so the highest one counts
        // a look later, when those below it have arrived too.
        position = Math.max(position, Math.min(positionBound, highestBefore));
        highestBefore = highest;
        completeThrough = later(completeThrough, allKnown ? through : null);
    }

    /** Every event up to this log position has been applied. */
    long position() {
        return position;
    }

    /** How many records the partitions hold beyond what has been applied. */
    long lagEvents() {
        return lagEvents;
    }

    /** Every event published up to this instant has been applied; null while nothing is known. */
    @Nullable Instant completeThrough() {
        return completeThrough;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
