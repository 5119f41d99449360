package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.intake.DeadLetter.Place;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The records of one poll, each parsed once. Immutable.
 *
 * @param products the parsed records by product
 * @param ranges the part of each partition that the batch covers
 * @param epochs the epochs that the records name; an empty one for records that name none
 * @param consumerRecords all records as Kafka returned them, also those without a product
 * @param letters the records that cannot be read, and those whose key is not a product id
 */
record TopicBatch(
        ProductRecords products,
        List<PartitionRange> ranges,
        Set<Optional<UUID>> epochs,
        List<ConsumerRecord<byte[], byte[]>> consumerRecords,
        List<DeadLetter> letters) {

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
                epochs,
                consumerRecords,
                letters.stream().filter(each -> !places.contains(each.place())).toList());
    }

    /** The same records, which make no progress in the topic: they are projected again. */
    TopicBatch again() {
        return new TopicBatch(products, List.of(), epochs, consumerRecords, letters);
    }

    /**
     * The batch as a generation takes it: records of other epochs count as received and nothing
     * else.
     *
     * @throws io.stockledger.query.generations.UnknownEpochException if the epoch of the generation
     *     is not known yet
     */
    TopicBatch ofEpochOf(Generation generation) {
        return epochs.stream().allMatch(generation::takes)
                ? this
                : RecordReader.read(consumerRecords, generation::takes);
    }

    /** The batch as a generation takes it that is no longer kept up to date. */
    TopicBatch withoutEvents() {
        return RecordReader.read(consumerRecords, _ -> false);
    }
}
