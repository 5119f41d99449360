package io.stockledger.query.progress;

import io.stockledger.query.generations.Generation.State;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tables say about the generations of the read models at one moment.
 *
 * @param stored in the order of their numbers
 * @param partitions by generation and partition
 * @param held by generation; those without held products are absent
 */
record ProgressRows(
        List<Stored> stored,
        Map<GenerationId, Map<Integer, Partition>> partitions,
        Map<GenerationId, Held> held) {

    /** Names a generation. */
    record GenerationId(String projection, int generation) {}

    /** A generation, and what the replicas have found out together about it. */
    record Stored(
            GenerationId key,
            int version,
            String state,
            Instant startedAt,
            Instant stateSince,
            @Nullable String checksums,
            long position,
            @Nullable Instant completeThrough) {

        int generation() {
            return key.generation;
        }
    }

    /** All generations of a read model. */
    List<Stored> of(String projection) {
        return stored.stream().filter(s -> s.key.projection.equals(projection)).toList();
    }

    /**
     * The generation that reads of the version are led to: the serving one or, before there is one,
     * that which is being built.
     */
    Optional<Stored> read(String projection, int version) {
        List<Stored> ofVersion = of(projection).stream().filter(s -> s.version == version).toList();
        return ofVersion.stream()
                .filter(s -> s.state.equals(State.SERVING.word()))
                .findFirst()
                .or(
                        () ->
                                ofVersion.stream()
                                        .filter(s -> State.ofWord(s.state).isRebuild())
                                        .findFirst());
    }

    /** How far a read model is in one partition. */
    record Partition(
            String topicId, long nextOffset, long position, @Nullable Instant occurredAt) {}

    /** How many products are held back, and the first few of them. */
    record Held(long count, List<HeldProduct> first) {}

    /** A product whose next event could not be applied. */
    record HeldProduct(
            String productId,
            long expectedSequenceNumber,
            long seenSequenceNumber,
            String reason,
            Instant since) {}
}
