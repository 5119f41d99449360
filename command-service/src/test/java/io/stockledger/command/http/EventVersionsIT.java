package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.testing.AmountUpcaster;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventTopic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Events that other versions of the service have appended. {@link AmountUpcaster} is the upcaster
 * of the earlier version.
 */
class EventVersionsIT {

    /** As {@code append_events} of another version does. */
    private static final String APPEND =
            """
            WITH head AS (
                UPDATE log_head SET position = position + 1, event_id = gen_random_uuid()
                RETURNING position, event_id)
            INSERT INTO events (position, event_id, aggregate_id, aggregate_type, sequence_number,
                event_type, event_version, occurred_at, payload, metadata)
            SELECT position, event_id, ?, 'Inventory', ?, ?, ?, now(), CAST(? AS json),
                '{"commandId": "c"}'
            FROM head
            """;

    private static RunningCommandService service;
    private static Calls calls;

    @BeforeAll
    static void start() {
        service = RunningCommandService.start();
        calls = new Calls(service.url());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void an_event_of_an_earlier_version_is_decided_on_shown_and_published_as_it_was_written()
            throws SQLException {
        String product = calls.product(10);
        append(
                product,
                2,
                "StockReceived",
                0,
                """
                {"type": "StockReceived", "productId": "%s", "warehouseId": "main", "amount": 5,
                 "reference": "r"}
                """);

        assertThat(calls.product(product).body().path("totalStock").asLong()).isEqualTo(15);
        Answer reserved = calls.reserve(product, "o", 12);
        assertThat(reserved.status()).as("%s", reserved.body()).isEqualTo(200);
        assertThat(reserved.body().path("version").asLong()).isEqualTo(3);
        JsonNode trail = calls.get(Calls.path(product) + "/events").body().path("events");
        assertThat(trail.get(1).path("payload").path("amount").asLong()).isEqualTo(5);
        try (var topic = new TopicReader(service.topic())) {
            List<ConsumerRecord<byte[], byte[]>> records =
                    topic.atLeast(3, each -> new String(each.key(), UTF_8).equals(product));
            assertThat(records).hasSize(3);
            assertThat(records.get(1).headers().lastHeader(EventTopic.HEADER_TYPE).value())
                    .asString(UTF_8)
                    .isEqualTo("io.stockledger.StockReceived.v0");
            assertThat(records.get(1).value()).asString(UTF_8).contains("\"amount\": 5");
        }
    }

    @Test
    void an_event_of_an_unknown_type_refuses_only_its_product_until_the_upgrade()
            throws SQLException {
        String product = calls.product(10);
        String other = calls.product(10);
        append(
                product,
                2,
                "StockRecounted",
                1,
                "{\"type\": \"StockRecounted\", \"productId\": \"%s\", \"counted\": 7}");
        var lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append(receipt(i % 2 == 0 ? product : other));
        }

        List<JsonNode> results = calls.bulk(lines.toString());

        for (int i = 0; i < results.size(); i++) {
            JsonNode result = results.get(i);
            assertThat(result.path("status").asInt())
                    .as("%s", result)
                    .isEqualTo(i % 2 == 0 ? 503 : 200);
        }
        assertUnreadable(calls.receive(product, "main", 1), "'StockRecounted' is unknown");
        assertUnreadable(calls.product(product), "'StockRecounted' is unknown");
        assertUnreadable(
                calls.command(
                        product,
                        "counts",
                        "{\"warehouseId\": \"main\", \"countedQuantity\": 1,"
                                + " \"reference\": \"r\", \"asOfVersion\": 1}"),
                "'StockRecounted' is unknown");
        assertThat(calls.get(Calls.path(product) + "/events").body().path("events")).hasSize(2);

        upgrade(product);

        assertThat(calls.product(product).body().path("totalStock").asLong()).isEqualTo(17);
        assertThat(calls.receive(product, "main", 1).body().path("version").asLong()).isEqualTo(3);
    }

    @Test
    void a_newer_version_of_a_known_type_is_refused_and_named() throws SQLException {
        String product = calls.product(10);
        append(
                product,
                2,
                "StockReceived",
                2,
                """
                {"type": "StockReceived", "productId": "%s", "warehouseId": "main", "quantity": 5,
                 "reference": "r", "blocked": true}
                """);

        assertUnreadable(calls.reserve(product, "o", 12), "version 2 of the event type");
    }

    @Test
    void a_key_whose_first_answer_cannot_be_read_fails_alone() throws SQLException {
        String product = calls.product(10);
        String other = calls.product(10);
        append(
                product,
                2,
                "StockRecounted",
                1,
                "{\"type\": \"StockRecounted\", \"productId\": \"%s\", \"counted\": 7}");
        execute(
                """
                INSERT INTO receipts (idempotency_key, fingerprint, first_position, event_count)
                SELECT 'key-of-a-newer-version', gen_random_uuid(), position, 1 FROM log_head
                """);
        String keyed =
                receipt(other).replaceFirst("}", ",\"idempotencyKey\":\"key-of-a-newer-version\"}");

        List<JsonNode> results = calls.bulk(receipt(other) + keyed + receipt(other));

        assertThat(results)
                .extracting(result -> result.path("status").asInt())
                .containsExactly(200, 503, 200);
        assertThat(results.get(1).path("type").asString()).endsWith(":event-unreadable");
    }

    private static String receipt(String product) {
        return "{\"type\":\"receive-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                        .formatted(product)
                + "\"quantity\":1,\"reference\":\"r\"}\n";
    }

    private static void assertUnreadable(Answer answer, String reason) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("event-unreadable");
        assertThat(answer.body().path("detail").asString())
                .contains(reason, "was written by a newer version")
                .doesNotContain("Exception");
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    private static void append(
            String product, long sequenceNumber, String type, int version, String payload)
            throws SQLException {
        try (Connection owner = connectAsOwner();
                PreparedStatement append = owner.prepareStatement(APPEND)) {
            append.setString(1, product);
            append.setLong(2, sequenceNumber);
            append.setString(3, type);
            append.setInt(4, version);
            append.setString(5, payload.formatted(product));
            append.executeUpdate();
        }
    }

    /** Makes the event readable for this version, as an upgrade does. */
    private static void upgrade(String product) throws SQLException {
        execute("ALTER TABLE events DISABLE TRIGGER events_are_append_only");
        execute(
                """
                UPDATE events SET event_type = 'StockReceived', payload = CAST(
                    '{"type": "StockReceived", "productId": "%1$s", "warehouseId": "main",
                      "quantity": 7, "reference": "r"}' AS json)
                WHERE aggregate_id = '%1$s' AND sequence_number = 2
                """
                        .formatted(product));
        execute("ALTER TABLE events ENABLE TRIGGER events_are_append_only");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection owner = connectAsOwner();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connectAsOwner() throws SQLException {
        return DriverManager.getConnection(
                service.database().jdbcUrl(),
                service.database().ownerUser(),
                service.database().ownerPassword());
    }
}
