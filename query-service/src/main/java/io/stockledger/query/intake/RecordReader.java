package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.query.generations.PartitionProgress;
import io.stockledger.query.intake.ReceivedRecord.ReadableEvent;
import io.stockledger.query.intake.ReceivedRecord.UnreadableRecord;
import io.stockledger.query.intake.TopicBatch.PartitionRange;

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
import java.util.List;
import java.util.TreeMap;

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
        var products = new TreeMap<String, List<ReceivedRecord>>();
        var ranges = new TreeMap<Integer, PartitionRange>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String productId = productId(record);
            ReceivedRecord received = null;
            if (productId == null) {
                LOG.warn(
                        "Skipped the record at partition {} offset {}: its key is not a product"
                                + " id; look for another producer on the topic",
                        record.partition(),
                        record.offset());
            } else {
                received = received(productId, record);
                products.computeIfAbsent(productId, _ -> new ArrayList<>()).add(received);
            }
            ranges.merge(record.partition(), range(record, received), PartitionRange::union);
        }
        return new TopicBatch(ProductRecords.of(products), List.copyOf(ranges.values()), records);
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

    private static PartitionRange range(
            ConsumerRecord<byte[], byte[]> record, @Nullable ReceivedRecord received) {
        long nextOffset = record.offset() + 1;
        return new PartitionRange(
                record.offset(),
                received instanceof ReadableEvent(EventEnvelope event)
                        ? new PartitionProgress(
                                record.partition(),
                                nextOffset,
                                event.position(),
                                event.occurredAt())
                        : new PartitionProgress(record.partition(), nextOffset, 0, null));
    }
}
