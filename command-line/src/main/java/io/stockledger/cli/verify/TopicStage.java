package io.stockledger.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.sources.Database;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.verification.Differences;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that the topic has every event that the relay has published, with the content of the log,
 * and per product in sequence. Records of an earlier epoch are skipped. An event that is received
 * again changes nothing, and one that arrives before its predecessor counts only when it arrives
 * again after it: exactly as a consumer treats them. A run that was interrupted begins again.
 */
final class TopicStage implements Stage {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
    private static final int RECORDS_PER_POLL = 5_000;

    private static final String PUBLISHED = "SELECT published FROM relay_checkpoint";

    private static final String EPOCH = "SELECT epoch, epoch_number FROM log_head";

    private static final String EVENTS =
            "SELECT "
                    + "e.event_id, e.aggregate_id, e.aggregate_type, e.sequence_number, e.position,"
                    + " e.occurred_at, e.event_type, e.event_version, e.payload, e.metadata,"
                    + " before.position"
                    + """
                     FROM events e
                    LEFT JOIN events before ON before.aggregate_id = e.aggregate_id
                        AND before.sequence_number = e.sequence_number - 1
                    WHERE e.position = ANY (?)
                    """;

    private static final String AT_POSITION =
            "SELECT aggregate_id, sequence_number FROM events WHERE position = ?";

    /** The epoch whose records count; those without an epoch are of the first one. */
    private record Epoch(String id, int number) {

        boolean includes(ConsumerRecord<byte[], byte[]> record) {
            Header header = record.headers().lastHeader(EventTopic.HEADER_EPOCH);
            return header == null ? number == 1 : new String(header.value(), UTF_8).equals(id);
        }
    }

    /** An event of the log, and the position of the one before it in its stream, or 0. */
    private record LogEvent(LogEvents.Row row, long positionBefore) {}

    private final Database events;
    private final String servers;
    private final String topic;
    private final Differences differences;
    private final PositionSet received = new PositionSet();

    TopicStage(Database events, String servers, String topic, Differences differences) {
        this.events = events;
        this.servers = servers;
        this.topic = topic;
        this.differences = differences;
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public void run(@Nullable String cursor, Checkpoints checkpoints) throws SQLException {
        try (Connection connection = events.openToRead();
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configuration())) {
            long published = published(connection);
            Epoch epoch = epoch(connection);
            connection.commit();
            Map<TopicPartition, Long> ends = assignAll(consumer);
            long done = 0;
            long silentSince = System.nanoTime();
            while (!isAtEnd(consumer, ends)) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    silentSince = System.nanoTime();
                    compare(connection, records, epoch);
                    done += records.count();
                    checkpoints.progressed(done);
                } else if (System.nanoTime() - silentSince > SILENCE_MAX.toNanos()) {
                    throw new OperatorFailure(
                            "Kafka at %s has returned no record of %s for %d s: check the brokers"
                                    .formatted(servers, topic, SILENCE_MAX.toSeconds()));
                }
            }
            reportMissing(connection, published);
        } catch (KafkaException e) {
            throw new OperatorFailure(
                    "cannot read the topic %s from Kafka at %s: %s. Start Kafka, or check --kafka and --topic."
                            .formatted(topic, servers, e.getMessage()),
                    e);
        }
    }

    private Map<String, Object> configuration() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                RECORDS_PER_POLL,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
    }

    private Map<TopicPartition, Long> assignAll(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(each -> new TopicPartition(topic, each.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new OperatorFailure(
                    "Kafka at %s has no topic %s: start the command service, which creates it, or check --topic"
                            .formatted(servers, topic));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
    }

    private static boolean isAtEnd(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static long published(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PUBLISHED);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Epoch epoch(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(EPOCH);
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Epoch(row.getString(1), row.getInt(2));
        }
    }

    private void compare(
            Connection connection, ConsumerRecords<byte[], byte[]> records, Epoch epoch)
            throws SQLException {
        var readable = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        var envelopes = new ArrayList<EventEnvelope>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (epoch.includes(record)) {
                EventEnvelope envelope = envelope(record);
                if (envelope != null) {
                    readable.add(record);
                    envelopes.add(envelope);
                }
            }
        }
        Map<Long, LogEvent> logged = logged(connection, envelopes);
        for (int i = 0; i < readable.size(); i++) {
            compare(readable.get(i), envelopes.get(i), logged.get(envelopes.get(i).position()));
        }
        connection.commit();
    }

    private @Nullable EventEnvelope envelope(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        try {
            if (value != null) {
                Header type = record.headers().lastHeader(EventTopic.HEADER_TYPE);
                return EventJson.readEnvelope(
                        value, type == null ? null : new String(type.value(), UTF_8));
            }
            report(record, "it has no value");
        } catch (UnreadableEventException e) {
            report(record, "it cannot be read: " + e.getMessage());
        }
        return null;
    }

    private static Map<Long, LogEvent> logged(Connection connection, List<EventEnvelope> envelopes)
            throws SQLException {
        var logged = new HashMap<Long, LogEvent>();
        try (PreparedStatement select = connection.prepareStatement(EVENTS)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", envelopes.stream().map(EventEnvelope::position).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    LogEvents.Row event = LogEvents.Row.of(row);
                    logged.put(event.position(), new LogEvent(event, row.getLong(11)));
                }
            }
        }
        return logged;
    }

    private void compare(
            ConsumerRecord<byte[], byte[]> record,
            EventEnvelope envelope,
            @Nullable LogEvent logged) {
        if (logged == null) {
            report(
                    record,
                    "the log has no event at its position %d".formatted(envelope.position()));
            return;
        }
        String key = record.key() == null ? null : new String(record.key(), UTF_8);
        if (!envelope.aggregateId().equals(key)) {
            report(record, "its key is not its product '%s'".formatted(envelope.aggregateId()));
        } else if (!isEqual(envelope, logged)) {
            report(
                    record,
                    "its content is not that of the event at position %d"
                            .formatted(envelope.position()));
        } else if (logged.positionBefore == 0 || received.contains(logged.positionBefore)) {
            received.add(envelope.position());
        }
    }

    private static boolean isEqual(EventEnvelope envelope, LogEvent logged) {
        try {
            return envelope.equals(logged.row.event());
        } catch (UnreadableEventException e) {
            return false;
        }
    }

    private void report(ConsumerRecord<byte[], byte[]> record, String text) {
        differences.add(
                "topic",
                "the record at partition %d offset %d: %s"
                        .formatted(record.partition(), record.offset(), text));
    }

    private void reportMissing(Connection connection, long published) throws SQLException {
        long position = received.nextAbsent(1);
        while (position <= published) {
            try (PreparedStatement select = connection.prepareStatement(AT_POSITION)) {
                select.setLong(1, position);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        differences.add(
                                "topic",
                                "event %d of '%s' (position %d) is missing, or came before the event before it"
                                        .formatted(row.getLong(2), row.getString(1), position));
                    }
                }
            }
            position = received.nextAbsent(position + 1);
        }
        connection.commit();
    }
}
