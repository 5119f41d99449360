package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;

/** The answer to a command that succeeds, and the reads after it. */
class AnswersIT {

    private final RunningCommandService service = RunningCommandService.shared();
    private final Calls calls = new Calls(service.url());

    @Test
    void a_registration_is_answered_201_with_the_location_of_the_product() {
        String productId = Calls.newProduct();

        Answer answer = calls.register(productId, 10);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo(path(productId));
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertRecorded(answer, productId, 1, "ProductRegistered");
        assertThat(calls.get(answer.header("Location")).status()).isEqualTo(200);
    }

    @Test
    void every_other_command_is_answered_200_with_its_event() {
        String productId = calls.product(10);

        assertRecorded(calls.receive(productId, "north", 5), productId, 2, "StockReceived");
        assertRecorded(calls.reserve(productId, "o/1", 6), productId, 3, "StockReserved");
        assertRecorded(calls.ship(productId, "o/1", "main", 2), productId, 4, "StockShipped");
        assertRecorded(calls.cancel(productId, "o/1"), productId, 5, "ReservationCancelled");
        assertRecorded(
                calls.command(
                        productId,
                        "adjustments",
                        """
                        {"warehouseId": "main", "newQuantity": 7, "reason": "broken",
                         "oldQuantity": 8}
                        """),
                productId,
                6,
                "StockAdjusted");
        assertRecorded(
                calls.command(
                        productId,
                        "transfers",
                        """
                        {"fromWarehouseId": "main", "toWarehouseId": "south", "quantity": 1,
                         "reference": "truck-7"}
                        """),
                productId,
                7,
                "StockTransferred");
        assertRecorded(
                calls.command(
                        productId,
                        "counts",
                        """
                        {"warehouseId": "main", "countedQuantity": 5, "reference": "sheet-9"}
                        """),
                productId,
                8,
                "StockAdjusted");
    }

    @Test
    void a_read_shows_the_product_after_its_last_command() {
        String productId = calls.product(10);
        calls.receive(productId, "north", 5);
        calls.reserve(productId, "o-1", 6);
        calls.reserve(productId, "o-2", 2);

        Answer answer = calls.product(productId);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"4\"");
        JsonNode body = answer.body();
        assertThat(body.propertyNames())
                .containsExactly(
                        "productId",
                        "name",
                        "sku",
                        "totalStock",
                        "availableStock",
                        "reservedStock",
                        "shortfall",
                        "blockedStock",
                        "safetyStock",
                        "backorderLimit",
                        "availableToPromise",
                        "reorderPoint",
                        "archived",
                        "warehouses",
                        "version",
                        "updatedAt",
                        "openReservations");
        assertThat(body.get("totalStock").asLong()).isEqualTo(15);
        assertThat(body.get("availableStock").asLong()).isEqualTo(7);
        assertThat(body.get("reservedStock").asLong()).isEqualTo(8);
        assertThat(body.get("shortfall").asLong()).isZero();
        assertThat(body.get("openReservations").asInt()).isEqualTo(2);
        assertThat(body.get("warehouses").toString())
                .isEqualTo(
                        "[{\"warehouseId\":\"main\",\"quantity\":10,\"blocked\":0,\"reserved\":0},"
                                + "{\"warehouseId\":\"north\",\"quantity\":5,\"blocked\":0,"
                                + "\"reserved\":0}]");
        assertThat(body.get("updatedAt").asString()).matches("[0-9T:.-]{19,26}Z");
    }

    @Test
    void a_count_below_the_reservations_shows_a_shortfall() {
        String productId = calls.product(10);
        calls.reserve(productId, "o-1", 8);
        calls.command(
                productId,
                "counts",
                "{\"warehouseId\": \"main\", \"countedQuantity\": 5, \"reference\": \"s\"}");

        JsonNode body = calls.product(productId).body();
        assertThat(body.get("availableStock").asLong()).isZero();
        assertThat(body.get("shortfall").asLong()).isEqualTo(3);
    }

    @Test
    void a_count_as_of_a_version_is_corrected_by_the_later_movements() {
        String productId = calls.product(10);
        calls.receive(productId, "main", 5);
        calls.receive(productId, "north", 100);

        calls.command(
                productId,
                "counts",
                """
                {"warehouseId": "main", "countedQuantity": 9, "reference": "s", "asOfVersion": 1}
                """);

        JsonNode event = lastEvent(productId);
        assertThat(event.at("/payload/oldQuantity").asLong()).isEqualTo(15);
        assertThat(event.at("/payload/newQuantity").asLong()).isEqualTo(14);
        assertThat(event.at("/payload/reason").asString()).isEqualTo("physical-count");
        assertThat(event.at("/metadata/reference").asString()).isEqualTo("s");
    }

    @Test
    void the_events_of_a_product_are_read_in_pages() {
        String productId = calls.product(10);
        for (int i = 0; i < 6; i++) {
            calls.receive(productId, "main", 1);
        }

        var read = new ArrayList<Long>();
        long after = 0;
        while (true) {
            JsonNode page = calls.get(path(productId) + "/events?limit=3&after=" + after).body();
            page.get("events").forEach(event -> read.add(event.get("sequenceNumber").asLong()));
            if (page.get("nextAfter").asLong() == after) {
                break;
            }
            after = page.get("nextAfter").asLong();
        }
        assertThat(read).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(calls.get(path(productId) + "/events").body().get("events")).hasSize(7);
        assertThat(calls.get(path(productId) + "/events?after=99").body().toString())
                .isEqualTo("{\"events\":[],\"nextAfter\":99}");
    }

    @Test
    void the_events_of_a_product_are_the_published_envelopes() {
        String productId = calls.product(10);

        JsonNode event = lastEvent(productId);

        EventEnvelope envelope = EventJson.readEnvelope(event.toString().getBytes(UTF_8));
        assertThat(envelope.aggregateId()).isEqualTo(productId);
        assertThat(envelope.eventId().version()).as("UUIDv7").isEqualTo(7);
        ConsumerRecord<byte[], byte[]> record = publishedAt(envelope.position());
        assertThat(new String(record.value(), UTF_8)).isEqualTo(event.toString());
        assertThat(new String(record.key(), UTF_8)).isEqualTo(productId);
    }

    @Test
    void correlation_id_actor_and_trace_are_in_the_event_and_in_the_kafka_headers() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String productId = calls.product(10);

        Answer answer =
                calls.receive(
                        productId,
                        "main",
                        1,
                        "X-Correlation-Id",
                        "basket 42",
                        "X-Actor",
                        "till-3",
                        "traceparent",
                        traceparent);

        assertThat(answer.header("X-Correlation-Id")).isEqualTo("basket 42");
        JsonNode metadata = lastEvent(productId).get("metadata");
        assertThat(metadata.get("correlationId").asString()).isEqualTo("basket 42");
        assertThat(metadata.get("actor").asString()).isEqualTo("till-3");
        assertThat(metadata.get("traceparent").asString()).isEqualTo(traceparent);
        ConsumerRecord<byte[], byte[]> record = publishedAt(answer.body().get("position").asLong());
        assertThat(new String(record.headers().lastHeader("traceparent").value(), UTF_8))
                .isEqualTo(traceparent);
    }

    @Test
    void a_request_without_a_correlation_id_gets_a_new_one() {
        String productId = calls.product(10);

        Answer answer = calls.receive(productId, "main", 1);

        assertThat(lastEvent(productId).at("/metadata/correlationId").asString())
                .isEqualTo(answer.header("X-Correlation-Id"))
                .isNotEmpty();
    }

    @Test
    void if_match_applies_a_command_only_to_that_version() {
        String productId = calls.product(10);

        assertThat(calls.receive(productId, "main", 1, "If-Match", "\"1\"").status())
                .isEqualTo(200);
        assertThat(calls.receive(productId, "main", 1, "If-Match", "\"1\"").problem())
                .isEqualTo("version-mismatch");
        assertThat(calls.receive(productId, "main", 1, "If-Match", "*").status()).isEqualTo(200);
        assertThat(calls.cancel(productId, "o-1", "If-Match", "\"1\"").problem())
                .isEqualTo("version-mismatch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "85123A/B",
                "a b",
                "Größe 38½",
                "瑞士卷",
                "🍰🍰",
                "a\\b",
                "100%",
                "a?b#c",
                "a;b=c",
                "...",
                ".a",
                "//",
                "a+b",
                "\"quoted\"",
                "<x>&amp;"
            })
    void any_well_formed_id_can_be_used_in_a_body_and_in_a_path(String part) {
        String productId = part + Calls.newProduct();
        String orderId = part;
        String json =
                Calls.JSON
                        .createObjectNode()
                        .put("productId", productId)
                        .put("name", part)
                        .put("sku", part)
                        .put("initialQuantity", 5)
                        .put("warehouseId", part)
                        .toString();

        Answer registered = calls.post("/v1/products", json);

        assertThat(registered.status()).isEqualTo(201);
        assertThat(calls.get(registered.header("Location")).body().get("productId").asString())
                .isEqualTo(productId);
        String reservation =
                Calls.JSON.createObjectNode().put("orderId", orderId).put("quantity", 1).toString();
        assertThat(calls.command(productId, "reservations", reservation).status()).isEqualTo(200);
        assertThat(calls.cancel(productId, orderId).status()).isEqualTo(200);
        assertThat(calls.product(productId).body().at("/warehouses/0/warehouseId").asString())
                .isEqualTo(part);
    }

    @Test
    void an_id_of_128_characters_is_accepted_for_any_length_in_bytes() {
        String astral = "🍰".repeat(128);

        calls.register(astral, 1);

        assertThat(calls.product(astral).status()).isEqualTo(200);
    }

    private JsonNode lastEvent(String productId) {
        JsonNode events = calls.get(path(productId) + "/events?limit=1000").body().get("events");
        return events.get(events.size() - 1);
    }

    private ConsumerRecord<byte[], byte[]> publishedAt(long position) {
        try (TopicReader reader = new TopicReader(service.topic())) {
            return reader.atLeast(1, record -> positionOf(record) == position).getFirst();
        }
    }

    private static long positionOf(ConsumerRecord<byte[], byte[]> record) {
        byte[] position = record.headers().lastHeader(EventTopic.HEADER_POSITION).value();
        return Long.parseLong(new String(position, UTF_8));
    }

    private static void assertRecorded(Answer answer, String productId, long version, String type) {
        assertThat(answer.status()).isBetween(200, 201);
        assertThat(answer.header("ETag")).isEqualTo("\"" + version + "\"");
        JsonNode body = answer.body();
        assertThat(body.propertyNames())
                .containsExactly("productId", "version", "position", "events");
        assertThat(body.get("productId").asString()).isEqualTo(productId);
        assertThat(body.get("version").asLong()).isEqualTo(version);
        assertThat(body.get("position").asLong()).isPositive();
        assertThat(body.get("events")).hasSize(1);
        JsonNode event = body.get("events").get(0);
        assertThat(event.propertyNames()).containsExactly("eventId", "type", "sequenceNumber");
        assertThat(event.get("type").asString()).isEqualTo(type);
        assertThat(event.get("sequenceNumber").asLong()).isEqualTo(version);
    }
}
