package io.stockledger.command.testing;

import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a topic from its beginning, without a consumer group. */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

    /** A reader of an existing topic. */
    public TopicReader(String topic) {
        this(topic, TestStack.shared().kafkaBootstrapServers());
    }

    /** A reader of an existing topic on a broker other than the shared one. */
    public TopicReader(String topic, String servers) {
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Waits for at least this many records and returns all records of the topic. */
    public List<ConsumerRecord<byte[], byte[]>> atLeast(int count) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (read.size() < count) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "the topic has %d records, %d were expected".formatted(read.size(), count));
            }
            consumer.poll(POLL).forEach(read::add);
        }
        consumer.poll(POLL).forEach(read::add);
        return List.copyOf(read);
    }

    /** The current number of records in the topic. */
    public long size() {
        return consumer.endOffsets(consumer.assignment()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
