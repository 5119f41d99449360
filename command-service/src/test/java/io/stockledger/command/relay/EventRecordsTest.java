package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.eventstore.StoredEvent;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The headers follow the CloudEvents 1.0 Kafka protocol binding, binary content mode. */
class EventRecordsTest {

    private static final String TRACEPARENT =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String PAYLOAD =
            "{\"type\":\"StockReceived\",\"productId\":\"瑞士卷/1\",\"warehouseId\":\"main\","
                    + "\"quantity\":1,\"reference\":\"r\"}";

    private static StoredEvent stored(String metadata) {
        return new StoredEvent(
                UUID.fromString("019b1b2e-7c00-7000-8000-00000000002a"),
                "瑞士卷/1",
                "Inventory",
                7,
                1_234_567,
                Instant.parse("2026-03-01T12:00:00.123456Z"),
                "StockReceived",
                1,
                PAYLOAD,
                metadata);
    }

    @Test
    void the_headers_are_those_of_a_cloud_event() {
        ProducerRecord<byte[], byte[]> record =
                EventRecords.of(
                        "topic",
                        stored("{\"commandId\":\"c\",\"traceparent\":\"" + TRACEPARENT + "\"}"));

        assertThat(headers(record))
                .containsExactly(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "019b1b2e-7c00-7000-8000-00000000002a"),
                        Map.entry("ce_type", "io.stockledger.StockReceived.v1"),
                        Map.entry("ce_source", "urn:stockledger:command-service"),
                        Map.entry("ce_subject", "瑞士卷/1"),
                        Map.entry("ce_time", "2026-03-01T12:00:00.123456Z"),
                        Map.entry("content-type", "application/json"),
                        Map.entry("position", "1234567"),
                        Map.entry("traceparent", TRACEPARENT));
    }

    @Test
    void
            an_event_without_a_traceparent_has_no_trace_header_even_if_its_metadata_contains_the_word() {
        ProducerRecord<byte[], byte[]> record =
                EventRecords.of(
                        "topic",
                        stored("{\"commandId\":\"c\",\"actor\":\"the \\\"traceparent\\\" man\"}"));

        assertThat(headers(record)).doesNotContainKey("traceparent");
    }

    @Test
    void the_key_chooses_the_partition_and_the_broker_sets_the_time() {
        ProducerRecord<byte[], byte[]> record =
                EventRecords.of("topic", stored("{\"commandId\":\"c\"}"));

        assertThat(record.topic()).isEqualTo("topic");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("瑞士卷/1");
        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).isNull();
        assertThat(new String(record.value(), UTF_8)).contains("\"payload\":" + PAYLOAD);
    }

    @Test
    void settings_that_order_and_durability_depend_on_override_those_of_the_operator() {
        assertThat(
                        RelayProducerConfig.of(
                                Map.of("acks", "0", "enable.idempotence", false, "retries", 0)))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("retries", Integer.MAX_VALUE);
    }

    @Test
    void every_producer_has_the_same_name_unless_the_operator_sets_one() {
        assertThat(RelayProducerConfig.of(Map.of()))
                .containsEntry("client.id", "stockledger-relay");
        assertThat(RelayProducerConfig.of(Map.of("client.id", "mine")))
                .containsEntry("client.id", "mine");
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        var headers = new LinkedHashMap<String, String>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
