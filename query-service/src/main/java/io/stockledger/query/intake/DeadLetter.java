package io.stockledger.query.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic that cannot be read or applied, or that contradicts an applied event.
 *
 * @param productId the product in its key; null if the key cannot be a product id
 * @param sequenceNumber the sequence number of its event; null if it cannot be read
 * @param position the position of its event; null if it cannot be read
 * @param cause why it is a dead letter
 * @param source the record as Kafka returned it
 */
public record DeadLetter(
        @Nullable String productId,
        @Nullable Long sequenceNumber,
        @Nullable Long position,
        String cause,
        ConsumerRecord<byte[], byte[]> source) {

    /** The place of a record in a topic. */
    record Place(int partition, long offset) implements Comparable<Place> {

        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(record.partition(), record.offset());
        }

        @Override
        public int compareTo(Place other) {
            int byPartition = Integer.compare(partition, other.partition);
            return byPartition == 0 ? Long.compare(offset, other.offset) : byPartition;
        }
    }

    Place place() {
        return Place.of(source);
    }
}
