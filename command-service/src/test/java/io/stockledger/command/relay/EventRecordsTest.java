package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.eventstore.StoredEvent;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The headers follow the CloudEvents 1.0 Kafka protocol binding, binary content mode. */
class EventRecordsTest {

    private static final String TRACEPARENT =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final UUID EPOCH = UUID.fromString("4f9be1f3-95a5-4a2b-a4bd-5c1f0b0ce6a1");
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

    private static ProducerRecord<byte[], byte[]> record(StoredEvent event) {
        return EventRecords.of(
                "topic", 3, event.aggregateId().getBytes(UTF_8), event, 1_234_560, EPOCH);
    }

    @Test
    void the_headers_are_those_of_a_cloud_event() {
        ProducerRecord<byte[], byte[]> record =
                record(stored("{\"commandId\":\"c\",\"traceparent\":\"" + TRACEPARENT + "\"}"));

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
                        Map.entry("previous-position", "1234560"),
                        Map.entry("epoch", EPOCH.toString()),
                        Map.entry("traceparent", TRACEPARENT));
    }

    @Test
    void
            an_event_without_a_traceparent_has_no_trace_header_even_if_its_metadata_contains_the_word() {
        ProducerRecord<byte[], byte[]> record =
                record(stored("{\"commandId\":\"c\",\"actor\":\"the \\\"traceparent\\\" man\"}"));

        assertThat(headers(record)).doesNotContainKey("traceparent");
    }

    @Test
    void the_key_is_the_product_and_the_broker_sets_the_time() {
        ProducerRecord<byte[], byte[]> record = record(stored("{\"commandId\":\"c\"}"));

        assertThat(record.topic()).isEqualTo("topic");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("瑞士卷/1");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.timestamp()).isNull();
        assertThat(new String(record.value(), UTF_8)).contains("\"payload\":" + PAYLOAD);
    }

    @Test
    void settings_that_order_and_durability_depend_on_override_those_of_the_operator() {
        assertThat(
                        RelayClientConfig.ofEvents(
                                Map.of("acks", "0", "enable.idempotence", false, "retries", 0)))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("retries", Integer.MAX_VALUE);
    }

    @Test
    void the_partition_of_a_product_is_that_of_kafkas_own_producer() {
        for (int i = 0; i < 1_000; i++) {
            byte[] key = ("瑞士卷/" + i).getBytes(UTF_8);
            assertThat(LastPositions.partition(key, 12))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key, 12));
        }
    }

    @Test
    void every_producer_has_the_same_name_unless_the_operator_sets_one() {
        assertThat(RelayClientConfig.ofEvents(Map.of()))
                .containsEntry("client.id", "stockledger-relay");
        assertThat(RelayClientConfig.ofEvents(Map.of("client.id", "mine")))
                .containsEntry("client.id", "mine");
        assertThat(RelayClientConfig.ofHeartbeats(Map.of("client.id", "mine")))
                .containsEntry("client.id", "mine-heartbeat");
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        var headers = new LinkedHashMap<String, String>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
