package io.stockledger.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.verification.Differences;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The events of the log that the topic has delivered, in sequence per product. For one thread.
 *
 * <h2>Content</h2>
 *
 * The relay writes the columns of a row into the value of a record, so the two are compared as
 * texts, which needs no JSON reader. A record with another text, or without the type of the event
 * in its header, is read and compared by its values, because another version of the relay may have
 * written it.
 *
 * <h2>Sequence</h2>
 *
 * The positions in a partition rise, except for events that are published again. An event that is
 * received for the first time after a later one of its partition may come after its successors: a
 * consumer cannot have applied those, so they are received only when they arrive again. Memory is
 * one bit for each position.
 */
final class ReceivedEvents {

    private static final int SUCCESSORS_PER_FETCH = 50;

    private static final String AT_POSITIONS =
            "SELECT " + LogEvents.COLUMNS + "FROM events WHERE position = ANY (?)";

    private static final String SUCCESSORS =
            """
            SELECT position FROM events WHERE aggregate_id = ? COLLATE "C" AND sequence_number > ?
            ORDER BY sequence_number
            """;

    private final Connection connection;
    private final Differences differences;
    private final PositionSet positions = new PositionSet();
    private final Map<Integer, Long> lastPositions = new HashMap<>();
    private final EventJson.Writer writer = new EventJson.Writer();

    ReceivedEvents(Connection connection, Differences differences) {
        this.connection = connection;
        this.differences = differences;
    }

    /** The first position from a given one on whose event has not been received in sequence. */
    long nextMissing(long from) {
        return positions.nextAbsent(from);
    }

    /** Compares the next records of the topic with the log. */
    void add(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
        long[] named = records.stream().mapToLong(ReceivedEvents::position).toArray();
        Map<Long, LogEvents.Row> logged = logged(named);
        for (int i = 0; i < named.length; i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            LogEvents.Row event = logged.get(named[i]);
            if (event != null && isSameText(record, event)) {
                receive(record.partition(), event);
            } else {
                compareValues(record, logged);
            }
        }
    }

    /** The position in the header; 0 if it names none. */
    private static long position(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(EventTopic.HEADER_POSITION);
        if (header == null || header.value() == null) {
            return 0;
        }
        try {
            return Long.parseLong(new String(header.value(), UTF_8));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /** The type and version in the header; null if it names none. */
    private static @Nullable String type(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(EventTopic.HEADER_TYPE);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private Map<Long, LogEvents.Row> logged(long... positions) throws SQLException {
        var logged = HashMap.<Long, LogEvents.Row>newHashMap(positions.length);
        try (PreparedStatement select = connection.prepareStatement(AT_POSITIONS)) {
            select.setArray(
                    1,
                    connection.createArrayOf("bigint", LongStream.of(positions).boxed().toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    LogEvents.Row event = LogEvents.Row.of(row);
                    logged.put(event.position(), event);
                }
            }
        }
        return logged;
    }

    private boolean isSameText(ConsumerRecord<byte[], byte[]> record, LogEvents.Row event) {
        return record.value() != null
                && event.cloudEventsType().equals(type(record))
                && Arrays.equals(record.key(), event.productId().getBytes(UTF_8))
                && Arrays.equals(record.value(), event.envelopeJson(writer).getBytes(UTF_8));
    }

    private void compareValues(
            ConsumerRecord<byte[], byte[]> record, Map<Long, LogEvents.Row> logged)
            throws SQLException {
        EventEnvelope envelope = envelope(record);
        if (envelope == null) {
            return;
        }
        long position = envelope.position();
        LogEvents.Row event = logged.get(position);
        if (event == null) {
            event = logged(position).get(position);
        }
        String key = record.key() == null ? null : new String(record.key(), UTF_8);
        if (event == null) {
            report(record, "the log has no event at its position %d".formatted(position));
        } else if (!envelope.aggregateId().equals(key)) {
            report(record, "its key is not its product '%s'".formatted(envelope.aggregateId()));
        } else if (!isEqual(envelope, event)) {
            report(
                    record,
                    "its content is not that of the event at position %d".formatted(position));
        } else {
            receive(record.partition(), event);
        }
    }

    private @Nullable EventEnvelope envelope(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        try {
            if (value != null) {
                return EventJson.readEnvelope(value, type(record));
            }
            report(record, "it has no value");
        } catch (UnreadableEventException e) {
            report(record, "it cannot be read: " + e.getMessage());
        }
        return null;
    }

    private static boolean isEqual(EventEnvelope envelope, LogEvents.Row event) {
        try {
            return envelope.equals(event.event());
        } catch (UnreadableEventException e) {
            return false;
        }
    }

    private void receive(int partition, LogEvents.Row event) throws SQLException {
        long position = event.position();
        long last = lastPositions.getOrDefault(partition, 0L);
        if (position > last) {
            lastPositions.put(partition, position);
        } else if (!positions.contains(position)) {
            removeSuccessors(event);
        }
        positions.add(position);
    }

    /** Removes those that were received before the event, up to the first that was not. */
    private void removeSuccessors(LogEvents.Row event) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SUCCESSORS)) {
            select.setFetchSize(SUCCESSORS_PER_FETCH);
            select.setString(1, event.productId());
            select.setLong(2, event.sequenceNumber());
            try (ResultSet row = select.executeQuery()) {
                while (row.next() && positions.contains(row.getLong(1))) {
                    positions.remove(row.getLong(1));
                }
            }
        }
    }

    private void report(ConsumerRecord<byte[], byte[]> record, String text) {
        differences.add(
                "topic",
                "the record at partition %d offset %d: %s"
                        .formatted(record.partition(), record.offset(), text));
    }
}
