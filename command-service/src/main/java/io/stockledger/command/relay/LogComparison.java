package io.stockledger.command.relay;

import io.stockledger.command.eventstore.LogHead;
import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.UnreadableEventException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Compares the event log with the last heartbeat, and halts the log if it is not the one that was
 * published: then the events database was restored to an earlier moment, and new events would take
 * the positions of those that consumers already have.
 */
final class LogComparison {

    private static final Logger LOG = LoggerFactory.getLogger(LogComparison.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ_WITHIN = Duration.ofSeconds(5);

    /** So many records are read, in case that the last ones cannot be read. */
    private static final int RECORDS_READ = 20;

    private final LogHead head;
    private final Map<String, Object> kafkaConfig;
    private final TopicPartition heartbeats;

    LogComparison(LogHead head, Map<String, Object> kafkaConfig, String topic) {
        this.head = head;
        this.kafkaConfig = RelayClientConfig.ofReads(kafkaConfig, "comparison");
        this.heartbeats = new TopicPartition(EventTopic.heartbeatTopic(topic), 0);
    }

    /**
     * Halts the log if it contradicts the last heartbeat.
     *
     * @throws org.apache.kafka.common.KafkaException if the last heartbeat cannot be read
     */
    void haltIfRestored() {
        Heartbeat last = lastHeartbeat();
        LogHead.State now = head.read();
        if (last == null || now.halted() != null) {
            return;
        }
        String contradiction = contradiction(now, last);
        if (contradiction != null && head.halt(now.epoch(), contradiction)) {
            LOG.error("The event log is halted: {}", contradiction);
        }
    }

    private @Nullable String contradiction(LogHead.State now, Heartbeat last) {
        int number = last.epoch().number();
        if (number < now.epoch().number()) {
            return null;
        }
        if (number > now.epoch().number()) {
            return "it is in epoch %d, but the topic was published from epoch %d: the events"
                            .formatted(now.epoch().number(), number)
                    + " database was restored to an earlier moment";
        }
        if (!last.epoch().id().equals(now.epoch().id())) {
            return "its epoch %d is %s, but the topic was published from %s: the events database"
                            .formatted(number, now.epoch().id(), last.epoch().id())
                    + " was restored, or it is not the one of this topic";
        }
        UUID published = last.publishedEventId();
        if (published == null) {
            return null;
        }
        Optional<UUID> present = head.eventIdAt(last.publishedPosition());
        if (present.isPresent() && present.get().equals(published)) {
            return null;
        }
        return "event %s was published with position %d, but the log has %s there: the events"
                        .formatted(
                                published,
                                last.publishedPosition(),
                                present.map(id -> "event " + id).orElse("none"))
                + " database was restored to an earlier moment";
    }

    private @Nullable Heartbeat lastHeartbeat() {
        try (var consumer =
                new KafkaConsumer<>(
                        kafkaConfig, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(heartbeats);
            consumer.assign(partition);
            long end = consumer.endOffsets(partition).getOrDefault(heartbeats, 0L);
            long beginning = consumer.beginningOffsets(partition).getOrDefault(heartbeats, 0L);
            consumer.seek(heartbeats, Math.max(beginning, end - RECORDS_READ));
            Heartbeat last = null;
            long deadline = System.nanoTime() + READ_WITHIN.toNanos();
            while (consumer.position(heartbeats) < end) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("the last heartbeat cannot be read");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Heartbeat read = read(record);
                    last = read == null ? last : read;
                }
            }
            return last;
        }
    }

    private static @Nullable Heartbeat read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        try {
            return value == null ? null : Heartbeat.ofJson(value);
        } catch (UnreadableEventException e) {
            LOG.warn(
                    "Ignored a record of the topic {} that is not a heartbeat: {}",
                    record.topic(),
                    e.getMessage());
            return null;
        }
    }
}
