package io.stockledger.command.testing;

import static org.awaitility.Awaitility.await;

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
import java.util.function.Predicate;

/** Reads a topic from its beginning, without a consumer group. */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

    /** A reader of a topic, which may be created within a minute from now. */
    public TopicReader(String topic) {
        this(topic, TestStack.shared().kafkaBootstrapServers());
    }

    /** A reader of a topic on a broker other than the shared one. */
    public TopicReader(String topic, String servers) {
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                await().pollInSameThread()
                        .atMost(DEADLINE)
                        .until(() -> partitions(topic), found -> !found.isEmpty());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** Waits for at least this many records and returns all records of the topic. */
    public List<ConsumerRecord<byte[], byte[]>> atLeast(int count) {
        return atLeast(count, _ -> true);
    }

    /** Waits for at least this many records that match, and returns all that match. */
    public List<ConsumerRecord<byte[], byte[]>> atLeast(
            int count, Predicate<ConsumerRecord<byte[], byte[]>> matching) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (matching(matching).size() < count) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "the topic has %d records, of which %d match; %d were expected"
                                .formatted(read.size(), matching(matching).size(), count));
            }
            consumer.poll(POLL).forEach(read::add);
        }
        consumer.poll(POLL).forEach(read::add);
        return matching(matching);
    }

    private List<ConsumerRecord<byte[], byte[]>> matching(
            Predicate<ConsumerRecord<byte[], byte[]>> matching) {
        return read.stream().filter(matching).toList();
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
