package io.stockledger.query.progress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the tables say about the read models at one moment.
 *
 * @param stored by read model
 * @param partitions by read model and partition
 * @param held by read model; those without held products are absent
 */
record ProgressRows(
        Map<String, Stored> stored,
        Map<String, Map<Integer, Partition>> partitions,
        Map<String, Held> held) {

    /** What the replicas have found out together about a read model. */
    record Stored(int version, long position, @Nullable Instant completeThrough) {}

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
