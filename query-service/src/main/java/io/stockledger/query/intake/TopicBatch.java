package io.stockledger.query.intake;

import io.stockledger.query.generations.PartitionProgress;
import io.stockledger.query.intake.DeadLetter.Place;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;
import java.util.Set;

/**
 * The records of one poll, each parsed once. Immutable.
 *
 * @param products the parsed records by product
 * @param ranges the part of each partition that the batch covers
 * @param consumerRecords all records as Kafka returned them, also those without a product
 * @param letters the records that cannot be read, and those whose key is not a product id
 */
record TopicBatch(
        ProductRecords products,
        List<PartitionRange> ranges,
        List<ConsumerRecord<byte[], byte[]>> consumerRecords,
        List<DeadLetter> letters) {

    /**
     * The part of a partition that a batch covers.
     *
     * @param firstOffset the offset of the first record
     * @param end the progress of a generation that has received all records up to the last one
     */
    record PartitionRange(long firstOffset, PartitionProgress end) {

        int partition() {
            return end.partition();
        }

        /** The range that covers both, which are of the same partition. */
        static PartitionRange union(PartitionRange a, PartitionRange b) {
            return new PartitionRange(
                    Math.min(a.firstOffset, b.firstOffset), PartitionProgress.union(a.end, b.end));
        }
    }

    /** The batch without the records of all other partitions. */
    TopicBatch ofPartitions(Set<Integer> partitions) {
        if (ranges.stream().allMatch(range -> partitions.contains(range.partition()))) {
            return this;
        }
        return RecordReader.read(
                consumerRecords.stream()
                        .filter(each -> partitions.contains(each.partition()))
                        .toList());
    }

    /** The batch without some of its records. It still covers the same part of each partition. */
    TopicBatch without(Set<Place> places) {
        return new TopicBatch(
                products.filtered(each -> !places.contains(Place.of(each.source()))),
                ranges,
                consumerRecords,
                letters.stream().filter(each -> !places.contains(each.place())).toList());
    }

    /** The same records, which make no progress in the topic: they are projected again. */
    TopicBatch again() {
        return new TopicBatch(products, List.of(), consumerRecords, letters);
    }
}
