package io.stockledger.query.reservations;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.SettableClock;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** The orders that hold a product, and the lines of orders, over HTTP. */
class HoldersIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LAPSED = NOW.minusSeconds(1);
    private static final Instant LATER = NOW.plusSeconds(60);

    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void start() {
        topic = TestTopic.create(3);
        service =
                QueryService.start(
                        TestStack.shared().newViewsDatabase(),
                        topic.name(),
                        new SettableClock(NOW));
        var log = new HandwrittenLog();
        log.add(new ProductRegistered("mug", "Mug", "M", 100, "main"))
                .add(new StockReserved("mug", "z-first", 5, null))
                .add(new StockReserved("mug", "basket", 2, LATER, "main"))
                .add(new StockReserved("mug", "cancelled", 1, null))
                .add(new StockReserved("mug", "lapsed", 4, LAPSED, "main"))
                .add(new StockReserved("mug", "shipped", 3, null))
                .add(new StockReserved("mug", "a-last", 6, null))
                .add(new StockShipped("mug", "z-first", "main", 3))
                .add(new StockShipped("mug", "shipped", "main", 3))
                .add(new StockReturned("mug", "shipped", "main", 1, "unwanted", false))
                .add(new ReservationCancelled("mug", "cancelled", 1))
                .add(new ReservationReassigned("mug", "basket", "order", 2, LATER, "main"))
                .add(new ReservationChanged("mug", "a-last", 6, 9, null, "main"))
                .add(new ReservationExtended("mug", "order", LATER.plusSeconds(1)))
                .add(new StockReserved("mug", "cancelled", 1, null))
                .add(new ProductRegistered("unheld", "Unheld", "U", 1, "main"));
        topic.publish(log.events());
        service.awaitPosition(log.events().size());
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void the_orders_that_hold_a_product_are_shown_oldest_first() {
        assertThat(service.get("/v1/inventory/mug/reservations?status=open").text())
                .isEqualTo(
                        """
                        {"productId":"mug","items":[\
                        {"orderId":"z-first","reserved":2,"shipped":3,"returned":0,\
                        "status":"partly-shipped"},\
                        {"orderId":"order","reserved":2,"shipped":0,"returned":0,"status":"open",\
                        "warehouseId":"main","expiresAt":"2026-03-01T12:01:01Z"},\
                        {"orderId":"a-last","reserved":9,"shipped":0,"returned":0,"status":"open",\
                        "warehouseId":"main"},\
                        {"orderId":"cancelled","reserved":1,"shipped":0,"returned":0,\
                        "status":"open"}]}\
                        """);
    }

    @Test
    void the_pages_are_continued_by_their_cursors() {
        JsonNode first = service.get("/v1/inventory/mug/reservations?limit=3").json();
        assertThat(orders(first)).containsExactly("z-first", "order", "a-last");
        JsonNode last =
                service.get(
                                "/v1/inventory/mug/reservations?limit=3&cursor="
                                        + first.path("nextCursor").asString())
                        .json();
        assertThat(orders(last)).containsExactly("cancelled");
        assertThat(last.has("nextCursor")).isFalse();
    }

    @Test
    void a_product_without_reservations_has_an_empty_list_and_an_unknown_one_is_not_found() {
        assertThat(service.get("/v1/inventory/unheld/reservations").text())
                .isEqualTo("{\"productId\":\"unheld\",\"items\":[]}");
        Answer unknown = service.get("/v1/inventory/nil/reservations");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.problem()).isEqualTo("product-not-found");
    }

    @Test
    void the_line_of_a_reassigned_reservation_names_the_order_that_holds_it() {
        assertThat(service.get("/v1/orders/basket/reservations").text())
                .isEqualTo(
                        """
                        {"orderId":"basket","lines":[{"productId":"mug","reserved":0,"shipped":0,\
                        "returned":0,"status":"reassigned","toOrderId":"order"}]}\
                        """);
    }

    @Test
    void the_line_of_a_shipped_order_shows_what_came_back() {
        assertThat(service.get("/v1/orders/shipped/reservations").text())
                .isEqualTo(
                        """
                        {"orderId":"shipped","lines":[{"productId":"mug","reserved":0,"shipped":3,\
                        "returned":1,"status":"shipped"}]}\
                        """);
    }

    @Test
    void a_lapsed_reservation_no_longer_holds_in_its_warehouse() {
        JsonNode item = service.get("/v1/inventory/mug").json();
        assertThat(item.path("reservedStock").asLong()).isEqualTo(2 + 2 + 9 + 1);
        assertThat(item.path("warehouses").path(0).path("reserved").asLong()).isEqualTo(2 + 9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=closed | status",
                "status= | status",
                "limit=0 | limit",
                "limit=501 | limit",
                "cursor=x | cursor",
                "cursor=-1 | cursor",
                "after=1 | after"
            })
    void a_malformed_parameter_is_refused_and_named(String query, String field) {
        service.get("/v1/inventory/mug/reservations?" + query).assertMalformed(field);
    }

    private static List<String> orders(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .map(item -> item.path("orderId").asString())
                .toList();
    }
}
