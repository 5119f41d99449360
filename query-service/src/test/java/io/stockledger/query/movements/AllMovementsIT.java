package io.stockledger.query.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventType;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.SettableClock;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The movements of all products, compared with the events of random histories. */
class AllMovementsIT {

    private static final long SEED = 20261129;

    /** More than two blocks of positions. */
    private static final int EVENTS = 9_000;

    private static TestTopic topic;
    private static QueryService service;
    private static List<EventEnvelope> events;

    @BeforeAll
    static void start() {
        topic = TestTopic.create(12);
        var clock = new SettableClock(Histories.START.plusSeconds(3_600));
        service = QueryService.start(TestStack.shared().newViewsDatabase(), topic.name(), clock);
        events = new Histories(SEED, 60, 12).next(EVENTS);
        topic.publish(events);
        service.awaitPosition(EVENTS);
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void without_filters_every_movement_is_shown_in_the_order_of_the_log() {
        assertPages("limit=500", _ -> true);
    }

    @Test
    void each_filter_shows_exactly_the_movements_that_meet_it() {
        assertPages("productId=product-7&limit=50", e -> e.aggregateId().equals("product-7"));
        assertPages("orderId=order-3&limit=70", e -> orders(e).contains("order-3"));
        assertPages("warehouseId=west%2F1&limit=333", e -> warehouses(e).contains("west/1"));
        for (EventType type : EventType.values()) {
            assertPages(
                    "limit=400&type=" + type.wireName(), e -> EventType.of(e.payload()) == type);
        }
        assertPages(
                "limit=20&orderId=order-3&warehouseId=main&productId=product-7",
                e ->
                        orders(e).contains("order-3")
                                && warehouses(e).contains("main")
                                && e.aggregateId().equals("product-7"));
        assertPages("orderId=nobody", _ -> false);
    }

    @Test
    void from_and_to_are_inclusive_and_found_in_any_block_of_positions() {
        var random = new Random(SEED);
        for (int i = 0; i < 20; i++) {
            EventEnvelope first = events.get(random.nextInt(EVENTS));
            EventEnvelope last = events.get(random.nextInt(EVENTS));
            if (last.position() < first.position()) {
                continue;
            }
            assertPages(
                    "limit=500&from=" + first.occurredAt() + "&to=" + last.occurredAt(),
                    e -> e.position() >= first.position() && e.position() <= last.position());
        }
        EventEnvelope one = events.get(5_000);
        assertPages(
                "from=" + one.occurredAt() + "&to=" + one.occurredAt(),
                e -> e.position() == one.position());
        assertPages("from=2999-01-01T00:00:00Z", _ -> false);
        assertPages("to=2000-01-01T00:00:00Z", _ -> false);
        assertPages(
                "limit=500&to=2999-01-01T00:00:00Z&type=ProductArchived",
                e -> EventType.of(e.payload()) == EventType.PRODUCT_ARCHIVED);
    }

    @Test
    void a_movement_has_its_product_its_event_and_the_stock_after_it() {
        for (EventEnvelope event : events.subList(100, 110)) {
            JsonNode page =
                    service.get("/v1/movements?limit=1&after=" + (event.position() - 1)).json();
            JsonNode movement = page.path("movements").path(0);
            JsonNode ofProduct =
                    service.get(
                                    "/v1/inventory/%s/movements?limit=1&after=%d"
                                            .formatted(
                                                    event.aggregateId(),
                                                    event.sequenceNumber() - 1))
                            .json()
                            .path("movements")
                            .path(0);
            assertThat(movement.path("productId").asString()).isEqualTo(event.aggregateId());
            for (var field : ofProduct.properties()) {
                assertThat(movement.get(field.getKey()))
                        .as(field.getKey())
                        .isEqualTo(field.getValue());
            }
            assertThat(movement.size()).isEqualTo(ofProduct.size() + 1);
        }
    }

    @Test
    void a_page_ends_before_a_movement_that_has_not_arrived() {
        try (TestTopic gaps = TestTopic.create(12);
                QueryService reads =
                        QueryService.start(TestStack.shared().newViewsDatabase(), gaps.name())) {
            List<EventEnvelope> all = new Histories(SEED, 40, 5).next(400);
            gaps.publish(all.subList(0, 200));
            reads.awaitPosition(200);
            EventEnvelope lost = all.get(200);
            gaps.lose(List.of(lost));
            gaps.publish(all.subList(201, 400));
            EventEnvelope later =
                    all.subList(201, 400).reversed().stream()
                            .filter(e -> partition(gaps, e) != partition(gaps, lost))
                            .findFirst()
                            .orElseThrow();
            String itsProduct = "/v1/inventory/" + later.aggregateId();
            String itsVersion = "?waitMs=30000&minVersion=" + later.sequenceNumber();
            assertThat(reads.get(itsProduct + itsVersion).status()).isEqualTo(200);

            long after = 0;
            List<Long> read = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                JsonNode movements =
                        reads.get("/v1/movements?limit=500&after=" + after)
                                .json()
                                .path("movements");
                for (JsonNode movement : movements) {
                    after = movement.path("position").asLong();
                    read.add(after);
                }
            }
            assertThat(read).doesNotContain(lost.position()).allMatch(p -> p < lost.position());
            gaps.publish(all.subList(200, 400));
            reads.awaitPosition(400);
            for (JsonNode movement :
                    reads.get("/v1/movements?limit=500&after=" + after).json().path("movements")) {
                read.add(movement.path("position").asLong());
            }
            assertThat(read).isEqualTo(all.stream().map(EventEnvelope::position).toList());
        }
    }

    private static int partition(TestTopic of, EventEnvelope event) {
        return of.partition(event.aggregateId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "after=-1 | after",
                "after=1.5 | after",
                "after=x | after",
                "limit=0 | limit",
                "limit=501 | limit",
                "type=stock-shipped | type",
                "productId= | productId",
                "warehouseId=%20x | warehouseId",
                "orderId=a%00b | orderId",
                "from=yesterday | from",
                "to=2026-03-01 | to",
                "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z | from",
                "cursor=5 | cursor",
                "type=StockShipped&type=StockReserved | type"
            })
    void a_malformed_parameter_is_refused_and_named(String query, String field) {
        service.get("/v1/movements?" + query).assertMalformed(field);
    }

    private static void assertPages(String query, Predicate<EventEnvelope> expected) {
        var positions = new ArrayList<Long>();
        String path = "/v1/movements?" + query;
        JsonNode page = service.get(path).json();
        while (true) {
            for (JsonNode movement : page.path("movements")) {
                positions.add(movement.path("position").asLong());
            }
            if (!page.has("nextAfter")) {
                break;
            }
            page = service.get(path + "&after=" + page.path("nextAfter").asLong()).json();
        }
        assertThat(positions)
                .as("seed %s: %s", SEED, query)
                .isEqualTo(events.stream().filter(expected).map(EventEnvelope::position).toList());
    }

    private static List<String> orders(EventEnvelope event) {
        MovementKeys keys = MovementKeys.of(event.payload());
        return Stream.of(keys.orderId(), keys.toOrderId()).flatMap(Stream::ofNullable).toList();
    }

    private static List<String> warehouses(EventEnvelope event) {
        MovementKeys keys = MovementKeys.of(event.payload());
        return event.payload() instanceof ProductRegistered e
                ? List.of(e.warehouseId())
                : Stream.of(keys.warehouseId(), keys.toWarehouseId())
                        .flatMap(Stream::ofNullable)
                        .toList();
    }
}
