package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.query.intake.ReceivedRecord.ReadableEvent;
import io.stockledger.query.intake.ReceivedRecord.UnreadableRecord;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Parses the records of a poll into a batch. A record that cannot be read becomes an {@link
 * UnreadableRecord} of its product, which is then held, and a dead letter. A record whose key
 * cannot be a product id becomes only a dead letter, because it belongs to no product. No content
 * of a record makes the reading fail.
 */
final class RecordReader {

    /** A product id has at most 128 characters of at most 4 bytes each. */
    static final int KEY_BYTES_MAX = 512;

    /** The largest value that is parsed, in bytes; the longest event has a small part of it. */
    static final int VALUE_BYTES_MAX = 1 << 20;

    private static final long WHOLE_NUMBER_MAX = (1L << 53) - 1;
    private static final int CAUSE_LENGTH_MAX = 1_000;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RecordReader() {}

    static TopicBatch read(List<ConsumerRecord<byte[], byte[]>> records) {
        return read(records, _ -> true);
    }

    /**
     * Parses the records.
     *
     * @param taken whether the records that name an epoch are read; the others only count as
     *     received
     */
    static TopicBatch read(
            List<ConsumerRecord<byte[], byte[]>> records, Predicate<Optional<UUID>> taken) {
        var products = new TreeMap<String, List<ReceivedRecord>>();
        var letters = new ArrayList<DeadLetter>();
        var ranges = new PartitionRange.Builder();
        var places = new RecordPlaces();
        var epochs = new HashSet<Optional<UUID>>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            RecordPlace place = places.of(record.headers());
            epochs.add(place.epoch());
            ReceivedRecord received = null;
            if (taken.test(place.epoch())) {
                String productId = productId(record);
                if (productId == null) {
                    letters.add(letter(null, record, "the key of the record is not a product id"));
                } else {
                    received = received(productId, record);
                    products.computeIfAbsent(productId, _ -> new ArrayList<>()).add(received);
                    if (received instanceof UnreadableRecord unreadable) {
                        letters.add(letter(productId, record, unreadable.reason()));
                    }
                }
            }
            ranges.add(record.partition(), record.offset(), place, received);
        }
        return new TopicBatch(
                ProductRecords.of(products), ranges.build(), Set.copyOf(epochs), records, letters);
    }

    /** The product id in the key, or null if the key cannot be one. */
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

    private static ReceivedRecord received(
            String productId, ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return unreadable(record, "the record has no value");
        }
        if (value.length > VALUE_BYTES_MAX) {
            return unreadable(
                    record,
                    "the record has "
                            + value.length
                            + " bytes; at most "
                            + VALUE_BYTES_MAX
                            + " are read");
        }
        try {
            EventEnvelope event =
                    EventJson.readEnvelope(value, header(record, EventTopic.HEADER_TYPE));
            String fault = fault(productId, event, record);
            return fault == null
                    ? new ReadableEvent(event, record)
                    : new UnreadableRecord(null, fault, record, true);
        } catch (UnreadableEventException e) {
            return unreadable(record, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return unreadable(record, "the record cannot be parsed: " + e.getMessage());
        }
    }

    /** How the event contradicts the key or the headers of its record; null if it does not. */
    private static @Nullable String fault(
            String productId, EventEnvelope event, ConsumerRecord<byte[], byte[]> record) {
        if (!productId.equals(event.aggregateId())) {
            return "the key of the record is not the product of its event";
        }
        if (differs(record, EventTopic.HEADER_POSITION, Long.toString(event.position()))) {
            return "the header position is not the position of the event";
        }
        if (differs(record, EventTopic.HEADER_ID, event.eventId().toString())) {
            return "the header ce_id is not the id of the event";
        }
        return null;
    }

    private static boolean differs(
            ConsumerRecord<byte[], byte[]> record, String name, String expected) {
        return record.headers().lastHeader(name) != null && !expected.equals(header(record, name));
    }

    /** The text of a header; null if it is missing or has no value. */
    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        byte[] value = header == null ? null : header.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static UnreadableRecord unreadable(
            ConsumerRecord<byte[], byte[]> record, String reason) {
        return new UnreadableRecord(number(record, "sequenceNumber"), reason, record, false);
    }

    private static DeadLetter letter(
            @Nullable String productId, ConsumerRecord<byte[], byte[]> record, String cause) {
        return new DeadLetter(
                productId,
                number(record, "sequenceNumber"),
                number(record, "position"),
                cause.length() > CAUSE_LENGTH_MAX ? cause.substring(0, CAUSE_LENGTH_MAX) : cause,
                record);
    }

    /** A number of an event whose type or fields cannot be read; null if it is not plausible. */
    private static @Nullable Long number(ConsumerRecord<byte[], byte[]> record, String field) {
        byte[] value = record.value();
        if (value == null || value.length > VALUE_BYTES_MAX) {
            return null;
        }
        try {
            JsonNode number = MAPPER.readTree(value).get(field);
            return number != null
                            && number.isIntegralNumber()
                            && number.canConvertToLong()
                            && number.longValue() >= 1
                            && number.longValue() <= WHOLE_NUMBER_MAX
                    ? (Long) number.longValue()
                    : null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
