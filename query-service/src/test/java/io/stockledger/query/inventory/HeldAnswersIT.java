package io.stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.query.testing.EventStream;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

class HeldAnswersIT {

    private static final String LOOKUP =
            "{\"productIds\": [\"missed\", \"whole\", \"unregistered\"]}";
    private static final String LEVELS =
            "/levels?from=2026-03-01T10:00:00Z&to=2026-03-02T10:00:00Z";

    private static final Duration OLD = Duration.ofSeconds(3);

    /** Position 6 (event 4 of the product 'missed') is missing in the topic at first. */
    private static final List<EventEnvelope> LOG =
            new HandwrittenLog()
                    .add(new ProductRegistered("missed", "Missed", "m", 100, "main"))
                    .add(new ProductRegistered("whole", "Whole", "w", 5, "main"))
                    .add(new StockReserved("missed", "order-1", 2, null))
                    .add(new StockReserved("whole", "order-1", 1, null))
                    .add(new StockReceived("missed", "main", 1, "delivery"))
                    .add(new StockReserved("missed", "order-2", 93, null))
                    .add(new StockReceived("missed", "main", 1, "delivery"))
                    .events();

    private TestTopic topic;
    private QueryService service;

    @BeforeEach
    void start() {
        topic = TestTopic.create(3);
        service = QueryService.start(TestStack.shared().newViewsDatabase(), topic.name());
        topic.publish(LOG.subList(0, 5));
        await().until(() -> version("missed") == 3 && version("whole") == 2);
    }

    @AfterEach
    void stop() {
        service.close();
        topic.close();
    }

    @Test
    void every_answer_about_a_product_with_a_missing_event_says_so_with_its_true_lag() {
        // The answer is in the cache, and a stream is open, when the product becomes held.
        assertThat(service.get("/v1/inventory/missed").json().has("held")).isFalse();
        try (EventStream stream = EventStream.open(service.port(), "?productId=missed", "")) {
            topic.publish(LOG.subList(6, 7));
            stream.await(
                    event ->
                            event.name().equals("inventory")
                                    && event.json().path("held").asBoolean(false));
        }
        Instant held = Instant.now();

        Answer single = service.get("/v1/inventory/missed");
        assertThat(single.json().path("held").asBoolean(false)).isTrue();
        assertThat(single.json().path("version").asLong()).isEqualTo(3);
        assertThat(single.header("Cache-Control")).isEqualTo("no-store");
        assertThat(service.call("GET", "/v1/inventory/missed", "If-None-Match", "\"3\"").status())
                .isEqualTo(200);

        assertHeldOnly(lookUp().json().path("items"), "missed", "whole");
        assertHeldOnly(service.get("/v1/inventory").json().path("items"), "missed", "whole");
        assertHeldOnly(
                service.get("/v1/inventory?sort=-available").json().path("items"),
                "missed",
                "whole");
        assertHeldOnly(
                service.get("/v1/orders/order-1/reservations").json().path("lines"),
                "missed",
                "whole");
        assertHeldOnly(service.get("/v1/low-stock-alerts").json().path("items"), null, "whole");
        for (String read :
                List.of(
                        "/movements",
                        "/movements?after=3",
                        LEVELS,
                        "/curve",
                        "?asOf=2026-03-01T10:00:00Z")) {
            JsonNode shown = service.get("/v1/inventory/missed" + read).json();
            assertThat(shown.path("held").asBoolean(false)).as(read).isTrue();
            assertThat(service.get("/v1/inventory/whole" + read).json().has("held"))
                    .as(read)
                    .isFalse();
        }
        // The line of order 2 is missing in the view, so its answer must not look current.
        assertThat(service.get("/v1/orders/order-2/reservations").json().path("lines")).isEmpty();
        awaitAgeOf(held);
        for (String read :
                List.of(
                        "/v1/inventory/missed",
                        "/v1/inventory/missed/movements",
                        "/v1/inventory/missed/movements?after=3",
                        "/v1/inventory/missed" + LEVELS,
                        "/v1/inventory/missed/curve",
                        "/v1/inventory/missed?asOf=2026-03-01T10:00:00Z",
                        "/v1/inventory",
                        "/v1/inventory?sort=-available",
                        "/v1/orders/order-1/reservations",
                        "/v1/orders/order-2/reservations",
                        "/v1/low-stock-alerts")) {
            assertAsOldAs(held, read, () -> service.get(read));
        }
        assertAsOldAs(held, "the look-up", this::lookUp);

        topic.publish(LOG.subList(5, 7));
        await().until(() -> version("missed") == 5);
        await().until(() -> !service.get("/v1/inventory/missed").json().has("held"));
        assertThat(service.get("/v1/orders/order-2/reservations").json().path("lines")).hasSize(1);
    }

    @Test
    void a_product_whose_first_event_is_missing_is_unknown_and_held() {
        assertThat(service.get("/v1/inventory/unregistered").json().has("held")).isFalse();
        topic.publishRaw("unregistered", "garbage");
        await().until(() -> service.get("/v1/inventory/unregistered").json().has("held"));
        Instant held = Instant.now();

        awaitAgeOf(held);
        for (String read :
                List.of("", "/movements", LEVELS, "/curve", "?asOf=2026-03-01T10:00:00Z")) {
            Answer answer = service.get("/v1/inventory/unregistered" + read);
            assertThat(answer.status()).as(read).isEqualTo(404);
            assertThat(answer.problem()).as(read).isEqualTo("product-not-found");
            assertThat(answer.json().path("held").asBoolean(false)).as(read).isTrue();
            assertAsOldAs(held, read, () -> service.get("/v1/inventory/unregistered" + read));
        }
    }

    @Test
    void the_position_of_an_answer_about_a_held_product_stays_at_that_of_the_hold() {
        topic.publishRaw("whole", "garbage");
        await().until(() -> service.get("/v1/inventory/whole").json().has("held"));
        long atHold = service.get("/v1/inventory/whole").number("Stock-Position");
        topic.publish(LOG.subList(5, 7));
        await().until(() -> service.get("/v1/projections").number("Stock-Position") == 7);

        assertThat(service.get("/v1/inventory/whole").number("Stock-Position")).isEqualTo(atHold);
        assertThat(service.get("/v1/inventory/missed").number("Stock-Position")).isEqualTo(7);
    }

    private Answer lookUp() {
        return service.post("/v1/inventory-lookups", "application/json", LOOKUP);
    }

    /** Waits until a lag of this age cannot be taken for that of a replica that is up to date. */
    private static void awaitAgeOf(Instant hold) {
        await().until(() -> Duration.between(hold, Instant.now()).compareTo(OLD) > 0);
    }

    private static void assertAsOldAs(Instant hold, String read, Supplier<Answer> answer) {
        long ageMs = Duration.between(hold, Instant.now()).toMillis();
        assertThat(answer.get().number("Stock-Lag-Ms")).as(read).isGreaterThanOrEqualTo(ageMs);
    }

    private static void assertHeldOnly(JsonNode items, @Nullable String held, String other) {
        for (JsonNode item : items) {
            assertThat(item.has("held"))
                    .as("%s", item)
                    .isEqualTo(item.path("productId").asString().equals(held));
        }
        assertThat(items).extracting(item -> item.path("productId").asString()).contains(other);
    }

    private long version(String productId) {
        return service.get("/v1/inventory/" + productId).json().path("version").asLong(0);
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50));
    }
}
