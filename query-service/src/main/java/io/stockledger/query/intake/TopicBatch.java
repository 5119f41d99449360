package io.stockledger.query.intake;

import io.stockledger.query.generations.PartitionProgress;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;
import java.util.Set;

/**
 * The records of one poll, each parsed once. Immutable.
 *
 * @param products the parsed records by product
 * @param ranges the part of each partition that the batch covers
 * @param consumerRecords all records as Kafka returned them, also those without a product
 */
record TopicBatch(
        ProductRecords products,
        List<PartitionRange> ranges,
        List<ConsumerRecord<byte[], byte[]>> consumerRecords) {

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
}
