package io.stockledger.query.progress;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.query.progress.ProgressRows.Partition;
import io.stockledger.query.progress.ProgressRows.Stored;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A generation of a read model as it is shown. Immutable.
 *
 * @param state what it is there for, and since when in {@code stateSince}
 * @param eventsDone records of the log that it has taken in
 * @param eventsTotal records that the log has
 * @param eventsPerSecond while it is being built: records a second since it began
 * @param secondsLeft while it is being built: at that rate; absent while the rate is not known
 * @param checksums how its rows compared with the serving ones, where they were compared
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GenerationProgress(
        int generation,
        int version,
        String state,
        Instant stateSince,
        long eventsDone,
        long eventsTotal,
        @Nullable Long eventsPerSecond,
        @Nullable Long secondsLeft,
        @Nullable String checksums,
        long heldProducts) {

    /**
     * @param endOffsets the log's ends, by partition
     * @param rows the generation's progress in this log
     */
    static GenerationProgress of(
            Stored stored,
            Map<Integer, Long> endOffsets,
            Map<Integer, Partition> rows,
            long heldProducts,
            Instant now) {
        long done = 0;
        long total = 0;
        for (var end : endOffsets.entrySet()) {
            Partition row = rows.get(end.getKey());
            long next = row == null ? 0 : row.nextOffset();
            done += next;
            total += Math.max(next, end.getValue());
        }
        Long rate = null;
        Long left = null;
        if (stored.state().equals("building")) {
            double seconds =
                    Math.max(1, Duration.between(stored.startedAt(), now).toMillis()) / 1e3;
            rate = Math.round(done / seconds);
            left = done == 0 ? null : Math.round((total - done) * seconds / done);
        }
        return new GenerationProgress(
                stored.generation(),
                stored.version(),
                stored.state(),
                stored.stateSince(),
                done,
                total,
                rate,
                left,
                stored.checksums(),
                heldProducts);
    }
}
