package io.stockledger.system.faults.cluster;

import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.system.faults.history.LeaderHeartbeat;
import io.stockledger.system.faults.history.TopicRecord;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reads the topic of the events directly at the brokers. Not thread-safe. */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private static final TopicPartition HEARTBEATS =
            new TopicPartition(EventTopic.heartbeatTopic(EventTopic.DEFAULT_NAME), 0);

    private static final List<TopicPartition> PARTITIONS =
            IntStream.range(0, Cluster.PARTITIONS)
                    .mapToObj(i -> new TopicPartition(EventTopic.DEFAULT_NAME, i))
                    .toList();

    private final KafkaConsumer<byte[], byte[]> consumer;

    public TopicReader(String bootstrapServers) {
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                                500),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        consumer.assign(PARTITIONS);
    }

    /** Returns the end of each partition, or an empty map if Kafka does not answer in time. */
    public Map<Integer, Long> endOffsets(Duration atMost) {
        try {
            var ends = new TreeMap<Integer, Long>();
            consumer.endOffsets(PARTITIONS, atMost)
                    .forEach((partition, end) -> ends.put(partition.partition(), end));
            return ends;
        } catch (KafkaException e) {
            return Map.of();
        }
    }

    /**
     * Returns the records after those offsets, in the order of each partition, whose events have
     * positions after a given one. Ends early if an event up to the head is not published in time.
     *
     * @throws KafkaException if Kafka does not answer
     */
    public List<TopicRecord> read(
            Map<Integer, Long> from, long afterPosition, long head, Duration atMost) {
        consumer.assign(PARTITIONS);
        PARTITIONS.forEach(
                partition ->
                        consumer.seek(partition, from.getOrDefault(partition.partition(), 0L)));
        Map<TopicPartition, Long> ends = consumer.endOffsets(PARTITIONS);
        var records = new ArrayList<TopicRecord>();
        var positions = new HashSet<Long>();
        long deadline = System.nanoTime() + atMost.toNanos();
        while (ends.entrySet().stream()
                        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())
                || (positions.size() < head - afterPosition && System.nanoTime() < deadline)) {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                TopicRecord record = record(each);
                if (record != null && record.position() > afterPosition) {
                    records.add(record);
                    if (record.position() <= head) {
                        positions.add(record.position());
                    }
                }
            }
        }
        return records;
    }

    /** Returns the end of the topic of the heartbeats; 0 if it does not exist yet. */
    public long heartbeatEnd() {
        if (!consumer.listTopics().containsKey(HEARTBEATS.topic())) {
            return 0;
        }
        return consumer.endOffsets(List.of(HEARTBEATS)).getOrDefault(HEARTBEATS, 0L);
    }

    /** Returns the heartbeats from an offset on. */
    public List<LeaderHeartbeat> leaders(long from) {
        long end = heartbeatEnd();
        var leaders = new ArrayList<LeaderHeartbeat>();
        if (from >= end) {
            return leaders;
        }
        consumer.assign(List.of(HEARTBEATS));
        consumer.seek(HEARTBEATS, from);
        while (consumer.position(HEARTBEATS) < end) {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                Heartbeat heartbeat = Heartbeat.ofJson(each.value());
                leaders.add(
                        new LeaderHeartbeat(
                                each.offset(),
                                heartbeat.epoch().number(),
                                heartbeat.term(),
                                heartbeat.at()));
            }
        }
        return leaders;
    }

    /** Returns null for a record that is no event; the checker misses the event if it should be. */
    private static @Nullable TopicRecord record(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode event = JsonMapper.shared().readTree(record.value());
            return new TopicRecord(
                    record.partition(),
                    record.offset(),
                    event.required("position").longValue(),
                    event.required("aggregateId").stringValue(),
                    event.required("sequenceNumber").longValue());
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
