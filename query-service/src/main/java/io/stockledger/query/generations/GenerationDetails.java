package io.stockledger.query.generations;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A generation with all columns of its row in {@code projections}.
 *
 * @param startedAt when it was registered
 * @param stateSince when it entered its present state
 * @param checksums {@code equal} or {@code different}, the result of the last comparison with the
 *     serving generation; null if there was none
 * @param position every event up to this log position is applied
 * @param completeThrough every event published up to this instant is applied; null if unknown
 */
public record GenerationDetails(
        Generation generation,
        Instant startedAt,
        Instant stateSince,
        @Nullable String checksums,
        long position,
        @Nullable Instant completeThrough) {}
