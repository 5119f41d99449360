package io.stockledger.query.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * The records of one poll, each parsed once, by product. Immutable.
 *
 * @param arrivals by product id, each list in the order of the partition
 * @param ends how far the batch goes in each partition
 * @param records as they came, skipped ones among them
 */
public record TopicBatch(
        SortedMap<String, List<ReceivedRecord>> arrivals,
        List<PartitionEnd> ends,
        List<ConsumerRecord<byte[], byte[]>> records) {

    /**
     * How far a batch goes in one partition.
     *
     * @param firstOffset the offset of the batch's first record
     * @param nextOffset the offset after the batch's last record
     * @param position the highest log position among its events; 0 where none could be read
     * @param occurredAt when the latest of its events occurred, where one could be read
     */
    public record PartitionEnd(
            int partition,
            long firstOffset,
            long nextOffset,
            long position,
            @Nullable Instant occurredAt) {}
}
