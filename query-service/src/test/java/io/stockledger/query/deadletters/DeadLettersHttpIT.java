package io.stockledger.query.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class DeadLettersHttpIT {

    private static final Histories HISTORIES = new Histories(1, 6, 3);
    private static final List<EventEnvelope> EVENTS = HISTORIES.next(60);

    private static TestDatabase database;
    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void start() {
        database = TestStack.shared().newViewsDatabase();
        topic = TestTopic.create(3);
        service = QueryService.start(database, topic.name());
        topic.publish(EVENTS);
        service.awaitPosition(60);
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void a_poison_record_costs_at_most_its_product_and_is_listed_with_its_cause() {
        topic.publishRaw("product-0", "not json");
        topic.publishRaw("product-0".getBytes(StandardCharsets.UTF_8), null);
        topic.publishRaw(null, "no key".getBytes(StandardCharsets.UTF_8));
        topic.publishRaw(
                "product-1",
                EventJson.writeEnvelope(last("product-1"))
                        .replaceFirst("\"position\":[0-9]+", "\"position\":9223372036854775807"));
        topic.publishRaw(
                "product-1",
                EventJson.writeEnvelope(last("product-1"))
                        .replaceFirst(
                                "\"occurredAt\":\"[^\"]*\"",
                                "\"occurredAt\":\"+1000000000-12-31T23:59:59Z\""));
        // Letters of other tests may be among them.
        await().untilAsserted(
                        () ->
                                assertThat(causes())
                                        .contains(
                                                "the record is not JSON", "the record has no value")
                                        .anyMatch(c -> c.contains("'position' is outside 1 to"))
                                        .anyMatch(c -> c.contains("'occurredAt' is outside the"))
                                        .anyMatch(
                                                c ->
                                                        c.contains(
                                                                "the key of the record is not a"
                                                                        + " product id")));
        topic.publish(HISTORIES.next(40));
        service.awaitPosition(100);

        assertThat(service.get("/v1/inventory/product-1").json().has("held")).isFalse();
        assertThat(service.get("/v1/inventory/product-1").number("Stock-Position")).isEqualTo(100);
        Answer first = service.get("/v1/dead-letters?limit=2");
        assertThat(first.json().path("items")).hasSize(2);
        Answer second =
                service.get(
                        "/v1/dead-letters?limit=500&cursor="
                                + first.json().path("nextCursor").asString());
        assertThat(second.json().path("items").size()).isGreaterThanOrEqualTo(3);
        assertThat(second.json().has("nextCursor")).isFalse();
        await().until(() -> metric("stockledger_dead_letters ") >= 5);
    }

    private static List<String> causes() {
        var causes = new ArrayList<String>();
        service.get("/v1/dead-letters?limit=500")
                .json()
                .path("items")
                .forEach(item -> causes.add(item.path("cause").asString()));
        return causes;
    }

    @Test
    void a_letter_is_shown_with_its_content_retried_and_dismissed() {
        topic.publishRaw("product-2", "garbage \u0000");
        JsonNode item = awaitLetter("product-2");
        String path = "/v1/dead-letters/" + item.path("id").asLong();
        await().until(() -> service.get("/v1/inventory/product-2").json().has("held"));

        JsonNode shown = service.get(path).json();
        assertThat(shown.path("key").asString()).isEqualTo("product-2");
        assertThat(shown.path("value").asString()).isEqualTo("garbage \u0000");
        assertThat(shown.path("valueBytes").asInt()).isEqualTo(9);
        assertThat(shown.has("sequenceNumber")).isFalse();

        JsonNode retried = service.post(path + "/retry", "application/json", "").json();
        assertThat(retried.path("result").asString()).isEqualTo("kept");
        assertThat(retried.path("cause").asString()).isEqualTo("the record is not JSON");

        assertThat(service.call("DELETE", path).json().path("result").asString())
                .isEqualTo("dismissed");
        await().until(() -> !service.get("/v1/inventory/product-2").json().has("held"));
        assertThat(service.call("DELETE", path).problem()).isEqualTo("dead-letter-not-found");
        assertThat(service.get(path).status()).isEqualTo(404);
    }

    @Test
    void an_oversized_record_is_kept_in_part_and_cannot_be_tried_again() {
        topic.publishRaw("product-4", "x".repeat(900_000));
        JsonNode item = awaitLetter("product-4");
        assertThat(item.path("valueBytes").asLong()).isEqualTo(900_000);
        String path = "/v1/dead-letters/" + item.path("id").asLong();

        assertThat(service.get(path).json().path("value").asString()).hasSize(65_536);
        assertThat(service.post(path + "/retry", "text/plain", "").json().path("cause").asString())
                .contains("is not kept whole");
    }

    @Test
    void reordered_and_repeated_records_leave_their_product_complete() {
        var log = new HandwrittenLog().add(registered());
        for (int i = 0; i < 5; i++) {
            log.add(new StockReceived("reordered", "main", 1, "delivery"));
        }
        List<EventEnvelope> events = log.events();
        topic.publish(events.subList(0, 1));
        topic.publish(events.reversed());
        await().until(() -> service.get("/v1/inventory/reordered").json().has("held"));
        topic.publish(events);
        topic.publish(events);

        await().until(
                        () ->
                                service.get("/v1/inventory/reordered")
                                                .json()
                                                .path("version")
                                                .asLong()
                                        == 6);
        await().until(() -> !service.get("/v1/inventory/reordered").json().has("held"));
        assertThat(service.get("/v1/inventory/reordered").json().path("totalStock").asLong())
                .isEqualTo(12);
    }

    private static ProductRegistered registered() {
        return new ProductRegistered("reordered", "Reordered", "r", 7, "main");
    }

    @Test
    void a_letter_that_a_newer_version_can_read_is_applied_by_a_retry() {
        EventEnvelope next = nextOf("product-3");
        String json = EventJson.writeEnvelope(next);
        topic.publishRaw("product-3", json.replaceFirst("\"type\":\"", "\"type\":\"NewerThanThis"));
        JsonNode item = awaitLetter("product-3");
        assertThat(item.path("cause").asString()).contains("was written by a newer version");
        assertThat(item.path("sequenceNumber").asLong()).isEqualTo(next.sequenceNumber());
        JdbcClient.create(
                        new DriverManagerDataSource(
                                database.jdbcUrl(),
                                database.applicationUser(),
                                database.applicationPassword()))
                .sql("UPDATE dead_letters SET record_value = ? WHERE id = ?")
                .params(json.getBytes(StandardCharsets.UTF_8), item.path("id").asLong())
                .update();

        JsonNode retried =
                service.post(
                                "/v1/dead-letters/" + item.path("id").asLong() + "/retry",
                                "application/json",
                                "")
                        .json();

        assertThat(retried.path("result").asString()).isEqualTo("applied");
        await().until(
                        () ->
                                service.get("/v1/inventory/product-3")
                                                .json()
                                                .path("version")
                                                .asLong()
                                        == next.sequenceNumber());
        assertThat(service.get("/v1/inventory/product-3").json().has("held")).isFalse();
    }

    @Test
    void bad_input_is_refused_and_named() {
        service.get("/v1/dead-letters?limit=0").assertMalformed("limit");
        service.get("/v1/dead-letters?limit=501").assertMalformed("limit");
        service.get("/v1/dead-letters?cursor=x").assertMalformed("cursor");
        service.get("/v1/dead-letters?page=1").assertMalformed("page");
        service.get("/v1/dead-letters/x").assertMalformed("id");
        service.get("/v1/dead-letters/-1").assertMalformed("id");
        service.get("/v1/dead-letters/9999999999999999999").assertMalformed("id");
        Answer unknown = service.post("/v1/dead-letters/999999/retry", "application/json", "");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.problem()).isEqualTo("dead-letter-not-found");
        service.send("DELETE", "/v1/dead-letters/1", "{}").assertMalformed("body");
        assertThat(service.call("PUT", "/v1/dead-letters").status()).isEqualTo(405);
    }

    private static JsonNode awaitLetter(String productId) {
        return await().until(() -> letter(productId), item -> !item.isMissingNode());
    }

    private static JsonNode letter(String productId) {
        JsonNode items = service.get("/v1/dead-letters?limit=500").json().path("items");
        for (JsonNode item : items) {
            if (item.path("productId").asString("").equals(productId)) {
                return item;
            }
        }
        return items.path(items.size());
    }

    private static EventEnvelope last(String productId) {
        return EVENTS.stream()
                .filter(event -> event.aggregateId().equals(productId))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /** The next event of the product, which is not published; later ones are left out as well. */
    private static EventEnvelope nextOf(String productId) {
        long version = service.get("/v1/inventory/" + productId).json().path("version").asLong();
        EventEnvelope received = last(productId);
        return new EventEnvelope(
                new UUID(0x7000L, 77_777),
                productId,
                EventEnvelope.INVENTORY,
                version + 1,
                1_000,
                received.occurredAt(),
                new StockReceived(productId, "main", 1, "delivery"),
                received.metadata());
    }

    private static double metric(String beginning) {
        return service.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(beginning.length())))
                .sum();
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50));
    }
}
