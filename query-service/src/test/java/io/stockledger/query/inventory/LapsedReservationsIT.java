package io.stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.ProductHistory;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.SettableClock;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * A reservation holds no stock from its expiry on, in every read, both before and after its {@code
 * ReservationExpired}.
 */
class LapsedReservationsIT {

    private static final Instant EXPIRY = Instant.parse("2026-03-01T10:00:00.250Z");
    private static final Instant JUST_BEFORE = EXPIRY.minusMillis(1);
    private static final SettableClock CLOCK = new SettableClock(JUST_BEFORE);
    private static final HandwrittenLog LOG = new HandwrittenLog();

    private static TestDatabase database;
    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void start() {
        topic = TestTopic.create(3);
        database = TestStack.shared().newViewsDatabase();
        service = QueryService.start(database, topic.name(), CLOCK);
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @BeforeEach
    void setTheClockJustBeforeTheExpiry() {
        CLOCK.set(JUST_BEFORE);
    }

    @Test
    void stock_is_available_from_the_expiry_on_and_is_not_added_twice_by_reservation_expired() {
        publish(
                registered("cart", 10),
                new StockReserved("cart", "cart-1", 4, EXPIRY),
                new StockReserved("cart", "cart-2", 3, null));
        assertStock("cart", 7, 3, 0);
        CLOCK.set(EXPIRY.minusNanos(1));
        assertStock("cart", 7, 3, 0);
        CLOCK.set(EXPIRY);
        assertStock("cart", 3, 7, 0);

        publish(new ReservationExpired("cart", "cart-1", 4));
        assertStock("cart", 3, 7, 0);
        // The event is projected, so the stock is also available on a clock that is behind.
        CLOCK.set(JUST_BEFORE);
        assertStock("cart", 3, 7, 0);
    }

    @Test
    void if_none_match_is_not_answered_304_while_the_version_has_a_lapsed_reservation() {
        publish(registered("tag", 10), new StockReserved("tag", "tag-1", 4, EXPIRY));
        assertThat(status("tag", "\"2\"")).isEqualTo(304);
        CLOCK.set(EXPIRY);
        Answer lapsed = service.get("/v1/inventory/tag", "If-None-Match", "\"2\"");
        assertThat(lapsed.status()).isEqualTo(200);
        assertThat(lapsed.header("ETag")).isEqualTo("\"2\"");
        assertThat(status("tag", "*")).isEqualTo(200);

        publish(new ReservationExpired("tag", "tag-1", 4));
        assertThat(status("tag", "\"2\"")).isEqualTo(200);
        assertThat(status("tag", "\"3\"")).isEqualTo(304);
    }

    @Test
    void an_extension_moves_the_expiry_or_adds_one() {
        publish(
                registered("longer", 10),
                new StockReserved("longer", "longer-1", 4, EXPIRY),
                new ReservationExtended("longer", "longer-1", EXPIRY.plusSeconds(60)),
                new StockReserved("longer", "longer-2", 3, null),
                new StockShipped("longer", "longer-2", "main", 1),
                new ReservationExtended("longer", "longer-2", EXPIRY));
        assertStock("longer", 6, 3, 0);
        CLOCK.set(EXPIRY);
        assertStock("longer", 4, 5, 0);
        CLOCK.set(EXPIRY.plusSeconds(60).minusMillis(1));
        assertStock("longer", 4, 5, 0);
        CLOCK.set(EXPIRY.plusSeconds(60));
        assertStock("longer", 0, 9, 0);
    }

    @Test
    void a_shipped_quantity_does_not_lapse() {
        publish(
                registered("partial", 10),
                new StockReserved("partial", "partial-1", 6, EXPIRY),
                new StockShipped("partial", "partial-1", "main", 4));
        assertStock("partial", 2, 4, 0);
        CLOCK.set(EXPIRY);
        assertStock("partial", 0, 6, 0);
        publish(new ReservationExpired("partial", "partial-1", 2));
        assertStock("partial", 0, 6, 0);
    }

    @Test
    void a_shortfall_ends_when_its_reservations_lapse() {
        publish(
                registered("short", 10),
                new StockReserved("short", "short-1", 7, EXPIRY),
                new StockReserved("short", "short-2", 2, null),
                new StockAdjusted("short", "main", 10, 3, "physical-count"));
        assertStock("short", 9, 0, 6);
        CLOCK.set(EXPIRY);
        assertStock("short", 2, 1, 0);
    }

    @Test
    void an_order_line_is_expired_from_its_expiry_on_before_and_after_reservation_expired() {
        publish(
                registered("line", 10),
                new StockReserved("line", "line-1", 6, EXPIRY),
                new StockShipped("line", "line-1", "main", 4));
        assertThat(service.get("/v1/orders/line-1/reservations").text())
                .contains(
                        "\"reserved\":2,\"shipped\":4,\"returned\":0,\"status\":\"partly-shipped\","
                                + "\"expiresAt\":\"2026-");
        CLOCK.set(EXPIRY);
        String lapsed = service.get("/v1/orders/line-1/reservations").text();
        assertThat(lapsed)
                .isEqualTo(
                        """
                        {"orderId":"line-1","lines":[\
                        {"productId":"line","reserved":0,"shipped":4,"returned":0,\
                        "status":"partly-shipped-then-expired"}]}\
                        """);
        publish(new ReservationExpired("line", "line-1", 2));
        assertThat(service.get("/v1/orders/line-1/reservations").text()).isEqualTo(lapsed);
    }

    @Test
    void repeated_events_release_no_stock_twice() {
        publish(
                registered("again", 10),
                new StockReserved("again", "again-1", 4, EXPIRY),
                new StockShipped("again", "again-1", "main", 1));
        CLOCK.set(EXPIRY);
        topic.publish(LOG.events());
        publish(new StockReserved("again", "again-2", 1, null));
        assertStock("again", 1, 8, 0);
        publish(new ReservationExpired("again", "again-1", 3));
        topic.publish(LOG.events());
        publish(new StockReserved("again", "again-3", 1, null));
        assertStock("again", 2, 7, 0);
    }

    @Test
    void no_lapsed_stock_is_subtracted_while_the_reservations_are_at_another_version() {
        publish(
                registered("held", 10),
                new StockReserved("held", "held-1", 2, EXPIRY),
                new StockReserved("held", "held-2", 5, null));
        JdbcClient.create(
                        new DriverManagerDataSource(
                                database.jdbcUrl(),
                                database.applicationUser(),
                                database.applicationPassword()))
                .sql(
                        """
                        UPDATE reservations_g1.reservation_heads SET version = 2
                        WHERE product_id = 'held'
                        """)
                .update();
        CLOCK.set(EXPIRY);
        assertStock("held", 7, 3, 0);
        assertThat(service.get("/v1/inventory?sort=available&sku=held").text())
                .contains("\"reservedStock\":7");
    }

    @Test
    void pages_with_any_filter_and_order_equal_the_model_at_any_instant() {
        int events = 1_500;
        var histories = new Histories(20261125, 60, 12);
        var clock = new SettableClock(Histories.START);
        try (TestTopic ofHistories = TestTopic.create(3);
                QueryService reads =
                        QueryService.start(
                                TestStack.shared().newViewsDatabase(), ofHistories.name(), clock)) {
            ofHistories.publish(histories.next(events));
            reads.awaitPosition(events);
            var random = new Random(20261125);
            for (int round = 0; round < 12; round++) {
                Instant now = Histories.START.plusSeconds(random.nextInt(events + 1_000));
                clock.set(now);
                long below = random.nextInt(40);
                assertPages(reads, histories, now, "", _ -> true);
                assertPages(reads, histories, now, "&inStock=true", m -> m.availableAt(now) > 0);
                assertPages(reads, histories, now, "&inStock=false", m -> m.availableAt(now) == 0);
                assertPages(
                        reads,
                        histories,
                        now,
                        "&q=name&availableBelow=" + below,
                        m -> m.availableAt(now) < below);
            }
        }
    }

    private static void assertPages(
            QueryService reads,
            Histories histories,
            Instant now,
            String filter,
            Predicate<ProductHistory> expected) {
        Comparator<ProductHistory> byId = Comparator.comparing(m -> m.productId);
        Comparator<ProductHistory> byAvailable =
                Comparator.comparingLong((ProductHistory m) -> m.availableAt(now))
                        .thenComparing(byId);
        assertPage(reads, histories, now, "productId" + filter, expected, byId);
        assertPage(reads, histories, now, "available" + filter, expected, byAvailable);
        assertPage(reads, histories, now, "-available" + filter, expected, byAvailable.reversed());
    }

    /** Reads all pages of a request, with seven products each, and compares every quantity. */
    private static void assertPage(
            QueryService reads,
            Histories histories,
            Instant now,
            String parameters,
            Predicate<ProductHistory> filter,
            Comparator<ProductHistory> order) {
        List<String> expected =
                histories.models().stream()
                        .filter(m -> !m.archived)
                        .filter(filter)
                        .sorted(order)
                        .map(m -> shown(m.productId, m.reservedAt(now), m.availableAt(now)))
                        .toList();
        var shown = new ArrayList<String>();
        String first = "/v1/inventory?limit=7&sort=" + parameters;
        for (String path = first; !path.isEmpty(); ) {
            JsonNode page = reads.get(path).json();
            shown.addAll(
                    StreamSupport.stream(page.path("items").spliterator(), false)
                            .map(
                                    item ->
                                            shown(
                                                    item.path("productId").asString(),
                                                    item.path("reservedStock").asLong(),
                                                    item.path("availableStock").asLong()))
                            .toList());
            String cursor = page.path("nextCursor").asString("");
            path = cursor.isEmpty() ? "" : first + "&cursor=" + cursor;
        }
        assertThat(shown).as("%s at %s", parameters, now).isEqualTo(expected);
    }

    private static String shown(String productId, long reserved, long available) {
        return productId + " reserved " + reserved + " available " + available;
    }

    private static InventoryEvent registered(String productId, long quantity) {
        return new ProductRegistered(productId, productId, productId, quantity, "main");
    }

    private static void publish(InventoryEvent... events) {
        int before = LOG.events().size();
        for (InventoryEvent event : events) {
            LOG.add(event);
        }
        List<EventEnvelope> added = LOG.events().subList(before, LOG.events().size());
        topic.publish(added);
        service.awaitPosition(LOG.events().size());
    }

    private static int status(String productId, String ifNoneMatch) {
        return service.get("/v1/inventory/" + productId, "If-None-Match", ifNoneMatch).status();
    }

    /** Compares the quantities of the product in every kind of read. */
    private static void assertStock(
            String productId, long reserved, long available, long shortfall) {
        JsonNode page = service.get("/v1/inventory?sku=" + productId).json().path("items");
        JsonNode found =
                service.post(
                                "/v1/inventory-lookups",
                                "application/json",
                                "{\"productIds\": [\"" + productId + "\"]}")
                        .json()
                        .path("items");
        for (JsonNode item :
                List.of(
                        service.get("/v1/inventory/" + productId).json(),
                        page.path(0),
                        found.path(0))) {
            assertThat(item.path("reservedStock").asLong()).as("%s", item).isEqualTo(reserved);
            assertThat(item.path("availableStock").asLong()).as("%s", item).isEqualTo(available);
            assertThat(item.path("shortfall").asLong()).as("%s", item).isEqualTo(shortfall);
        }
    }
}
