package io.stockledger.cli.restored;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.sources.Brokers;
import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.UnreadableEventException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

import java.util.List;

/**
 * The last heartbeat that the relay has sent. A restored log can have a lower epoch number than the
 * records of the topic, and its next epoch must have a higher one.
 */
final class LastHeartbeat {

    /** More records than this are not read; only garbage can be that long. */
    private static final int RECORDS_MAX = 100;

    private LastHeartbeat() {}

    /**
     * The epoch number in the last heartbeat; 0 if the topic has no heartbeat.
     *
     * @throws OperatorFailure if Kafka does not answer
     */
    static int epochNumber(Brokers brokers, String topic) {
        String name = EventTopic.heartbeatTopic(topic);
        try (KafkaConsumer<byte[], byte[]> consumer = brokers.open()) {
            List<PartitionInfo> partitions = consumer.partitionsFor(name);
            if (partitions == null || partitions.isEmpty()) {
                return 0;
            }
            var partition = new TopicPartition(name, 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, Math.max(0, end - RECORDS_MAX));
            int number = 0;
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Brokers.ANSWER_MAX)) {
                    number = Math.max(number, epochNumber(record));
                }
            }
            return number;
        } catch (KafkaException e) {
            throw brokers.failure(
                    e,
                    "Kafka at %s does not answer".formatted(brokers),
                    "Start it: the new epoch needs a number above that of the records in the"
                            + " topic.");
        }
    }

    private static int epochNumber(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? 0 : Heartbeat.ofJson(record.value()).epoch().number();
        } catch (UnreadableEventException _) {
            return 0;
        }
    }
}
