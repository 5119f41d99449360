package io.stockledger.query.progress;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.GenerationDetails;
import io.stockledger.query.generations.GenerationId;
import io.stockledger.query.generations.PartitionProgress;
import io.stockledger.query.generations.ReadModel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The progress of all generations as the tables contain it at one moment. Immutable.
 *
 * @param generations in the order of the read models' names and their own numbers
 * @param partitions the progress in the present topic, by generation and partition
 * @param held the held products by generation; a generation without any is absent
 */
record ProgressSnapshot(
        List<GenerationDetails> generations,
        Map<GenerationId, Map<Integer, PartitionProgress>> partitions,
        Map<GenerationId, HeldProductSummary> held) {

    private static final HeldProductSummary NONE_HELD = new HeldProductSummary(0, List.of());

    /** The generations of a read model, of all versions. */
    List<GenerationDetails> ofReadModel(String name) {
        return generations.stream()
                .filter(each -> each.generation().projection().equals(name))
                .toList();
    }

    /** The generation that answers the reads of this version. */
    Optional<GenerationDetails> answeringReads(ReadModel readModel) {
        return Generation.answeringReads(
                        generations.stream().map(GenerationDetails::generation).toList(), readModel)
                .flatMap(
                        generation ->
                                generations.stream()
                                        .filter(each -> each.generation().equals(generation))
                                        .findFirst());
    }

    /** The progress of a generation by partition. */
    Map<Integer, PartitionProgress> partitionsOf(GenerationId generation) {
        return partitions.getOrDefault(generation, Map.of());
    }

    HeldProductSummary heldBy(GenerationId generation) {
        return held.getOrDefault(generation, NONE_HELD);
    }

    /** The number of held products, and the first of them. */
    record HeldProductSummary(long count, List<HeldProduct> first) {

        private static final int SHOWN_MAX = 10;

        /** Those that {@code GET /v1/projections} shows. */
        List<HeldProduct> shown() {
            return first.subList(0, Math.min(SHOWN_MAX, first.size()));
        }
    }

    /**
     * A product whose next event could not be applied.
     *
     * @param isMissing whether the next event has not arrived; the other causes last until somebody
     *     acts, so nothing is gained by publishing the event again
     */
    record HeldProduct(
            String productId,
            long expectedSequenceNumber,
            long seenSequenceNumber,
            String reason,
            Instant since,
            @JsonIgnore boolean isMissing) {}
}
