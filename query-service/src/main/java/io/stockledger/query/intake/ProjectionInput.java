package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.PartitionAdvance;
import io.stockledger.query.intake.ReceivedRecord.UnreadableRecord;

import java.util.List;
import java.util.Map;

/**
 * The part of a batch that one generation receives.
 *
 * @param progress the progress that the generation makes with it in each partition
 */
record ProjectionInput(
        Projection projection,
        Generation generation,
        ProductRecords products,
        List<PartitionAdvance> progress) {

    static ProjectionInput of(Projection projection, Generation generation, TopicBatch batch) {
        return new ProjectionInput(
                projection,
                generation,
                batch.products(),
                batch.ranges().stream().map(PartitionRange::end).toList());
    }

    /** The input with these records of one product. */
    ProjectionInput ofProduct(String productId, List<ReceivedRecord> records) {
        return new ProjectionInput(
                projection, generation, ProductRecords.ofProduct(productId, records), progress);
    }

    /**
     * The input without the unreadable records that the generation has received before. The version
     * guard cannot recognize these records, because an unreadable record may have no sequence
     * number. It would hold a product that has already received later events.
     *
     * @param nextOffsets the first offset in each partition that the generation has not received
     */
    ProjectionInput withoutReceivedUnreadableRecords(Map<Integer, Long> nextOffsets) {
        return new ProjectionInput(
                projection,
                generation,
                products.filtered(
                        each ->
                                !(each instanceof UnreadableRecord unreadable)
                                        || unreadable.source().offset()
                                                >= nextOffsets.getOrDefault(
                                                        unreadable.source().partition(), 0L)),
                progress);
    }
}
