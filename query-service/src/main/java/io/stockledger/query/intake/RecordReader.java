package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.query.intake.TopicBatch.PartitionEnd;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Turns a poll's records into a batch. A record that cannot be read becomes an {@link
 * ReceivedRecord.Unreadable} of its product, which is held back then; one whose key cannot be a
 * product's id is logged and skipped, since no product waits for it.
 */
final class RecordReader {

    /** A product id has at most 128 characters of at most 4 bytes each. */
    static final int KEY_BYTES_MAX = 512;

    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RecordReader() {}

    static TopicBatch read(List<ConsumerRecord<byte[], byte[]>> records) {
        var arrivals = new TreeMap<String, List<ReceivedRecord>>();
        var ends = new TreeMap<Integer, PartitionEnd>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String productId = productId(record);
            if (productId == null) {
                LOG.warn(
                        "Skipped the record at partition {} offset {}: its key is no product id;"
                                + " look for another producer on the topic",
                        record.partition(),
                        record.offset());
                ends.merge(record.partition(), end(record, null), RecordReader::later);
                continue;
            }
            ReceivedRecord arrival = arrival(productId, record);
            arrivals.computeIfAbsent(productId, _ -> new ArrayList<>()).add(arrival);
            ends.merge(record.partition(), end(record, arrival), RecordReader::later);
        }
        return new TopicBatch(arrivals, List.copyOf(ends.values()), records);
    }

    private static @Nullable String productId(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        if (key == null || key.length == 0 || key.length > KEY_BYTES_MAX) {
            return null;
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static ReceivedRecord arrival(String productId, ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return unreadable(record, null, "the record has no value");
        }
        try {
            EventEnvelope event = EventJson.readEnvelope(value);
            if (!productId.equals(event.aggregateId())
                    || !productId.equals(event.payload().productId())) {
                return unreadable(record, null, "the record's key is not the event's product");
            }
            return new ReceivedRecord.Understood(event);
        } catch (UnreadableEventException e) {
            return unreadable(record, sequenceNumber(value), String.valueOf(e.getMessage()));
        }
    }

    private static ReceivedRecord unreadable(
            ConsumerRecord<byte[], byte[]> record, @Nullable Long sequenceNumber, String reason) {
        LOG.warn(
                "The record at partition {} offset {} cannot be read, its product is held back: {}",
                record.partition(),
                record.offset(),
                reason);
        return new ReceivedRecord.Unreadable(
                sequenceNumber, reason, record.partition(), record.offset());
    }

    /** The number of an event whose type or fields are not understood, where it can be made out. */
    private static @Nullable Long sequenceNumber(byte[] value) {
        try {
            JsonNode number = MAPPER.readTree(value).get("sequenceNumber");
            return number != null && number.isIntegralNumber() && number.canConvertToLong()
                    ? (Long) number.longValue()
                    : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static PartitionEnd end(
            ConsumerRecord<byte[], byte[]> record, @Nullable ReceivedRecord arrival) {
        return arrival instanceof ReceivedRecord.Understood(EventEnvelope event)
                ? new PartitionEnd(
                        record.partition(),
                        record.offset(),
                        record.offset() + 1,
                        event.position(),
                        event.occurredAt())
                : new PartitionEnd(
                        record.partition(), record.offset(), record.offset() + 1, 0, null);
    }

    private static PartitionEnd later(PartitionEnd a, PartitionEnd b) {
        return new PartitionEnd(
                a.partition(),
                Math.min(a.firstOffset(), b.firstOffset()),
                Math.max(a.nextOffset(), b.nextOffset()),
                Math.max(a.position(), b.position()),
                later(a.occurredAt(), b.occurredAt()));
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
