package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.query.intake.ReceivedRecord.ReadableEvent;
import io.stockledger.query.intake.ReceivedRecord.UnreadableRecord;
import io.stockledger.query.testing.Histories;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

class RecordReaderTest {

    private static final EventEnvelope EVENT = new Histories(1, 1, 1).next(1).getFirst();
    private static final String JSON = EventJson.writeEnvelope(EVENT);

    @Test
    void a_record_of_the_relay_is_read_and_its_position_counts_as_progress() {
        TopicBatch batch = RecordReader.read(Batches.records(List.of(EVENT)));

        assertThat(received(batch)).isInstanceOf(ReadableEvent.class);
        assertThat(batch.letters()).isEmpty();
        assertThat(batch.ranges().getFirst().end().position()).isEqualTo(1);
        assertThat(batch.ranges().getFirst().end().occurredAt()).isEqualTo(EVENT.occurredAt());
    }

    @Test
    void the_position_in_a_record_that_the_relay_has_not_published_is_no_progress() {
        TopicBatch batch = RecordReader.read(List.of(Batches.record(7, "product-0", JSON)));

        assertThat(received(batch)).isInstanceOf(ReadableEvent.class);
        assertThat(batch.ranges().getFirst().end().position()).isZero();
        assertThat(batch.ranges().getFirst().end().occurredAt()).isNull();
        assertThat(batch.ranges().getFirst().end().nextOffset()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{}",
                "not json",
                "{\"sequenceNumber\": 1e99999}",
                "{\"sequenceNumber\": -1}",
                "\u0000\u0001"
            })
    void garbage_is_a_letter_of_its_product_without_a_number(String value) {
        assertUnreadable(Batches.record(0, "product-0", value), null, "");
    }

    @Test
    void deeply_nested_json_is_a_letter_of_its_product() {
        String deep = "{\"a\":".repeat(100_000);
        assertUnreadable(Batches.record(0, "product-0", deep), null, "not JSON");
    }

    @Test
    void random_bytes_never_make_the_reading_fail() {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] key = new byte[random.nextInt(20)];
            byte[] value = i % 2 == 0 ? JSON.getBytes(UTF_8) : new byte[random.nextInt(200)];
            random.nextBytes(key);
            if (i % 2 == 0) {
                value[random.nextInt(value.length)] = (byte) random.nextInt();
            } else {
                random.nextBytes(value);
            }
            byte[] chosenKey = i % 3 == 0 ? key : "product-0".getBytes(UTF_8);

            TopicBatch batch = RecordReader.read(List.of(record(chosenKey, value)));

            assertThat(batch.ranges()).as("record %s", i).hasSize(1);
        }
    }

    @Test
    void a_record_without_a_value_is_a_letter_of_its_product() {
        assertUnreadable(record("product-0".getBytes(UTF_8), null), null, "has no value");
    }

    @Test
    void a_record_without_a_key_or_with_an_impossible_one_is_a_letter_of_no_product() {
        byte[] tooLong = "a".repeat(RecordReader.KEY_BYTES_MAX + 1).getBytes(UTF_8);
        for (byte[] key : List.of(new byte[0], new byte[] {(byte) 0xff}, tooLong)) {
            TopicBatch batch = RecordReader.read(List.of(record(key, JSON.getBytes(UTF_8))));
            assertThat(batch.products().records()).isEmpty();
            assertThat(batch.letters()).hasSize(1);
        }
        assertThat(RecordReader.read(List.of(record(null, null))).letters()).hasSize(1);
    }

    @Test
    void an_oversized_record_is_not_parsed() {
        String padded = JSON.replaceFirst("\\{", "{" + " ".repeat(RecordReader.VALUE_BYTES_MAX));
        assertUnreadable(Batches.record(0, "product-0", padded), null, "bytes; at most 1048576");
    }

    @Test
    void a_forged_key_is_noticed() {
        assertUnreadable(Batches.record(0, "another", JSON), null, "the key of the record");
    }

    @Test
    void a_header_that_contradicts_the_event_is_noticed() {
        for (String header : List.of(EventTopic.HEADER_POSITION, EventTopic.HEADER_ID)) {
            var record = Batches.record(0, "product-0", JSON);
            record.headers().add(header, "4711".getBytes(UTF_8));
            assertUnreadable(record, null, "the header " + header);
        }
    }

    @Test
    void the_number_of_an_event_of_a_newer_version_is_known() {
        String newer = JSON.replace("ProductRegistered", "ProductPainted");
        assertUnreadable(
                Batches.record(0, "product-0", newer), 1L, "was written by a newer version");
    }

    @Test
    void the_number_of_an_event_with_an_impossible_instant_is_known() {
        String forged = JSON.replace(EVENT.occurredAt().toString(), "+1000000000-12-31T23:59:59Z");
        assertUnreadable(Batches.record(0, "product-0", forged), 1L, "'occurredAt' is outside");
    }

    @Test
    void a_position_beyond_the_whole_numbers_of_json_is_no_progress() {
        String forged = JSON.replace("\"position\":1,", "\"position\":9223372036854775807,");
        var record = Batches.record(0, "product-0", forged);
        record.headers().add(EventTopic.HEADER_POSITION, "9223372036854775807".getBytes(UTF_8));

        assertUnreadable(record, 1L, "'position' is outside");
        assertThat(RecordReader.read(List.of(record)).ranges().getFirst().end().position())
                .isZero();
    }

    private static ConsumerRecord<byte[], byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>("topic", 0, 0, key, value);
    }

    private static ReceivedRecord received(TopicBatch batch) {
        assertThat(batch.products().records()).hasSize(1);
        return batch.products().records().firstEntry().getValue().getFirst();
    }

    private static void assertUnreadable(
            ConsumerRecord<byte[], byte[]> record, @Nullable Long number, String reason) {
        TopicBatch batch = RecordReader.read(List.of(record));
        assertThat(received(batch))
                .isInstanceOfSatisfying(
                        UnreadableRecord.class,
                        unreadable -> {
                            assertThat(unreadable.sequenceNumber()).isEqualTo(number);
                            assertThat(unreadable.reason()).contains(reason);
                        });
        assertThat(batch.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.cause()).contains(reason));
        assertThat(batch.ranges().getFirst().end().position()).isZero();
    }
}
