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
 *
 * <p>A halted log publishes nothing, but sends heartbeats. The log of another system, connected by
 * mistake and halted, must not halt the right one. Therefore the heartbeats of halted logs are
 * passed over. If a topic has no others, the last of them counts, unless it is of another log with
 * the same epoch number.
 */
final class LogComparison {

    private static final Logger LOG = LoggerFactory.getLogger(LogComparison.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ_WITHIN = Duration.ofSeconds(5);

    /** The number of records that are read first, and the factor for each further part. */
    private static final int RECORDS_READ_FIRST = 20;

    private static final int PART_FACTOR = 10;

    /** More than a day of heartbeats, which is as long as they are kept. */
    private static final int RECORDS_READ_MAX = 400_000;

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
        Heartbeat last = lastOfPublishedLog();
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
            if (last.halted() != null) {
                return null;
            }
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

    private @Nullable Heartbeat lastOfPublishedLog() {
        try (var consumer =
                new KafkaConsumer<>(
                        kafkaConfig, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(heartbeats);
            consumer.assign(partition);
            long end = consumer.endOffsets(partition).getOrDefault(heartbeats, 0L);
            long beginning =
                    Math.max(
                            consumer.beginningOffsets(partition).getOrDefault(heartbeats, 0L),
                            end - RECORDS_READ_MAX);
            Heartbeat lastOfHalted = null;
            int records = RECORDS_READ_FIRST;
            for (long to = end; to > beginning; records *= PART_FACTOR) {
                long from = Math.max(beginning, to - records);
                var part = new LastHeartbeats();
                read(consumer, from, to, part);
                if (part.published != null) {
                    return part.published;
                }
                lastOfHalted = lastOfHalted == null ? part.halted : lastOfHalted;
                to = from;
            }
            return lastOfHalted;
        }
    }

    private void read(
            KafkaConsumer<byte[], byte[]> consumer, long from, long to, LastHeartbeats last) {
        consumer.seek(heartbeats, from);
        long deadline = System.nanoTime() + READ_WITHIN.toNanos();
        while (consumer.position(heartbeats) < to) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("the last heartbeat cannot be read");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                deadline = System.nanoTime() + READ_WITHIN.toNanos();
                Heartbeat read = read(record);
                if (read != null && record.offset() < to) {
                    last.add(read);
                }
            }
        }
    }

    /** The last heartbeats of a part of the topic. */
    private static final class LastHeartbeats {
        private @Nullable Heartbeat published;
        private @Nullable Heartbeat halted;

        void add(Heartbeat heartbeat) {
            if (heartbeat.halted() == null) {
                published = heartbeat;
            } else {
                halted = heartbeat;
            }
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
