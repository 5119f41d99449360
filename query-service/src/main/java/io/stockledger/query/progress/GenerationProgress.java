package io.stockledger.query.progress;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.events.LogEpoch;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.GenerationDetails;
import io.stockledger.query.generations.PartitionProgress;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The progress of a generation as {@code GET /v1/projections} shows it. Immutable.
 *
 * @param epochNumber the epoch of the event log whose records it takes; absent until a heartbeat of
 *     the relay has named it
 * @param eventsDone records of the topic that it has received
 * @param eventsTotal records of the topic
 * @param eventsPerSecond only while it is being built: received records per second since its start
 * @param secondsLeft only while it is being built: the time left at that rate; absent while nothing
 *     is received
 * @param checksums the result of the last comparison with the serving rows; absent without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GenerationProgress(
        int generation,
        int version,
        @Nullable Integer epochNumber,
        String state,
        Instant stateSince,
        long eventsDone,
        long eventsTotal,
        @Nullable Long eventsPerSecond,
        @Nullable Long secondsLeft,
        @Nullable String checksums,
        long heldProducts) {

    /**
     * @param endOffsets the end offsets of the topic, by partition
     * @param partitions the generation's progress in the topic
     */
    static GenerationProgress of(
            GenerationDetails details,
            Map<Integer, Long> endOffsets,
            Map<Integer, PartitionProgress> partitions,
            long heldProducts,
            Instant now) {
        long done = 0;
        long total = 0;
        for (var end : endOffsets.entrySet()) {
            PartitionProgress progress = partitions.get(end.getKey());
            long nextOffset = progress == null ? 0 : progress.nextOffset();
            done += nextOffset;
            total += Math.max(nextOffset, end.getValue());
        }
        Long eventsPerSecond = null;
        Long secondsLeft = null;
        if (details.generation().state() == State.BUILDING) {
            double seconds =
                    Math.max(1, Duration.between(details.startedAt(), now).toMillis()) / 1e3;
            eventsPerSecond = Math.round(done / seconds);
            secondsLeft = done == 0 ? null : Math.round((total - done) * seconds / done);
        }
        LogEpoch epoch = details.generation().epoch();
        return new GenerationProgress(
                details.generation().number(),
                details.generation().version(),
                epoch == null ? null : (Integer) epoch.number(),
                details.generation().state().word(),
                details.stateSince(),
                done,
                total,
                eventsPerSecond,
                secondsLeft,
                details.checksums(),
                heldProducts);
    }
}
