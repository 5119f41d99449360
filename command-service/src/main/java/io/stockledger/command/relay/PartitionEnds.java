package io.stockledger.command.relay;

import org.apache.kafka.clients.producer.RecordMetadata;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * For each partition of the topic, the offset after the last record that the brokers have
 * acknowledged to this instance. A partition whose end is before it has lost records. Thread-safe.
 */
final class PartitionEnds {

    private final AtomicLongArray ends;

    /** No record is acknowledged yet. */
    PartitionEnds(int partitions) {
        this.ends = new AtomicLongArray(partitions);
    }

    /**
     * Notes the acknowledgement of a record.
     *
     * @throws TopicChangedException if an earlier record was acknowledged at that offset or a later
     *     one
     */
    void acknowledge(RecordMetadata record) throws TopicChangedException {
        int partition = record.partition();
        long end = ends.getAndSet(partition, record.offset() + 1);
        if (record.offset() < end) {
            throw loss(partition, record.offset(), end);
        }
    }

    /** A copy, by partition. */
    List<Long> toList() {
        return IntStream.range(0, ends.length()).mapToObj(ends::get).toList();
    }

    /** The change that a partition has lost records. */
    static TopicChangedException loss(int partition, long end, long acknowledged) {
        return new TopicChangedException(
                "Partition %d of the topic ended at offset %d, but records up to offset %d were"
                                .formatted(partition, end, acknowledged - 1)
                        + " acknowledged: the brokers have lost records");
    }
}
