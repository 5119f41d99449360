package io.stockledger.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.sources.Brokers;
import io.stockledger.cli.sources.Database;
import io.stockledger.events.EventTopic;
import io.stockledger.verification.Differences;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks that the topic has every event that the relay has published, with the content of the log,
 * and per product in sequence. Records of an earlier epoch are skipped. A run that was interrupted
 * begins again.
 */
final class TopicStage implements Stage {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private static final String PUBLISHED = "SELECT published FROM relay_checkpoint";

    private static final String EPOCH = "SELECT epoch, epoch_number FROM log_head";

    private static final String AT_POSITION =
            "SELECT aggregate_id, sequence_number FROM events WHERE position = ?";

    /** The epoch whose records count; those without an epoch are of the first one. */
    private record Epoch(String id, int number) {

        boolean includes(ConsumerRecord<byte[], byte[]> record) {
            Header header = record.headers().lastHeader(EventTopic.HEADER_EPOCH);
            return header == null ? number == 1 : new String(header.value(), UTF_8).equals(id);
        }
    }

    private final Database events;
    private final Brokers brokers;
    private final String topic;
    private final Differences differences;

    TopicStage(Database events, Brokers brokers, String topic, Differences differences) {
        this.events = events;
        this.brokers = brokers;
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
                KafkaConsumer<byte[], byte[]> consumer = brokers.open()) {
            long published = published(connection);
            Epoch epoch = epoch(connection);
            connection.commit();
            var received = new ReceivedEvents(connection, differences);
            Map<TopicPartition, Long> ends = assignAll(consumer);
            long done = 0;
            long silentSince = System.nanoTime();
            while (!isAtEnd(consumer, ends)) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    silentSince = System.nanoTime();
                    received.add(ofEpoch(records, epoch));
                    connection.commit();
                    done += records.count();
                    checkpoints.progressed(done);
                } else if (System.nanoTime() - silentSince > SILENCE_MAX.toNanos()) {
                    throw new OperatorFailure(
                            "Kafka at %s has returned no record of %s for %d s: check the brokers"
                                    .formatted(brokers, topic, SILENCE_MAX.toSeconds()));
                }
            }
            reportMissing(connection, received, published);
        } catch (KafkaException e) {
            throw brokers.failure(
                    e,
                    "cannot read the topic %s from Kafka at %s".formatted(topic, brokers),
                    "Start Kafka, or check --kafka, --kafka-config and --topic.");
        }
    }

    private Map<TopicPartition, Long> assignAll(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(each -> new TopicPartition(topic, each.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new OperatorFailure(
                    "Kafka at %s has no topic %s: start the command service, which creates it, or check --topic"
                            .formatted(brokers, topic));
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

    private static List<ConsumerRecord<byte[], byte[]>> ofEpoch(
            ConsumerRecords<byte[], byte[]> records, Epoch epoch) {
        var included = new ArrayList<ConsumerRecord<byte[], byte[]>>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (epoch.includes(record)) {
                included.add(record);
            }
        }
        return included;
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

    private void reportMissing(Connection connection, ReceivedEvents received, long published)
            throws SQLException {
        long position = received.nextMissing(1);
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
            position = received.nextMissing(position + 1);
        }
        connection.commit();
    }
}
