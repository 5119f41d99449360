package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.query.intake.ReceivedRecord.ReadableEvent;
import io.stockledger.query.intake.ReceivedRecord.UnreadableRecord;

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
 * UnreadableRecord} of its product, which is then held. A record whose key cannot be a product id
 * is logged and skipped, because it belongs to no product.
 */
final class RecordReader {

    /** A product id has at most 128 characters of at most 4 bytes each. */
    static final int KEY_BYTES_MAX = 512;

    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
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
                    logForeign(record);
                } else {
                    received = received(productId, record);
                    products.computeIfAbsent(productId, _ -> new ArrayList<>()).add(received);
                }
            }
            ranges.add(record.partition(), record.offset(), place, received);
        }
        return new TopicBatch(
                ProductRecords.of(products), ranges.build(), Set.copyOf(epochs), records);
    }

    private static void logForeign(ConsumerRecord<byte[], byte[]> record) {
        LOG.warn(
                "Skipped the record at partition {} offset {}: its key is not a product id; look"
                        + " for another producer on the topic",
                record.partition(),
                record.offset());
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
            return unreadable(record, null, "the record has no value");
        }
        try {
            EventEnvelope event = EventJson.readEnvelope(value);
            if (!productId.equals(event.aggregateId())
                    || !productId.equals(event.payload().productId())) {
                return unreadable(
                        record, null, "the key of the record is not the product of its event");
            }
            return new ReadableEvent(event);
        } catch (UnreadableEventException e) {
            return unreadable(record, sequenceNumber(value), String.valueOf(e.getMessage()));
        }
    }

    private static UnreadableRecord unreadable(
            ConsumerRecord<byte[], byte[]> record, @Nullable Long sequenceNumber, String reason) {
        LOG.warn(
                "Cannot read the record at partition {} offset {}: {}. Its product is held",
                record.partition(),
                record.offset(),
                reason);
        return new UnreadableRecord(sequenceNumber, reason, record.partition(), record.offset());
    }

    /** The sequence number of an event whose type or fields cannot be read; null if unreadable. */
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
}
