package io.stockledger.command.http;

import static io.stockledger.command.http.EveryCommand.json;
import static io.stockledger.command.testing.Calls.line;
import static io.stockledger.command.testing.Calls.orderPath;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.UUID;

/** Changes, reassignments and sales of whole orders: their answers and events. */
class OrderChangesIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());
    private final String order = "o/" + UUID.randomUUID();

    @Test
    void an_order_is_changed_as_a_whole() {
        String a = calls.product(10);
        String b = calls.product(10);
        String c = calls.product(5);
        calls.basket(order, List.of(line(a, 6), line(b, 1)));

        Answer answer = change("{'lines':%s}", line(a, 7), line(b, 0), line(c, 5));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("ETag")).isEmpty();
        assertThat(answer.body().propertyNames()).containsExactly("orderId", "position", "lines");
        assertThat(answer.body().get("orderId").asString()).isEqualTo(order);
        assertLines(answer, changed(a, 7, 3), changed(b, 0, 3), changed(c, 5, 2));
        assertThat(calls.lastEvent(b).get("type").asString()).isEqualTo("ReservationCancelled");
        assertThat(calls.lastEvent(b).get("quantity").asLong()).isEqualTo(1);
        assertThat(calls.lastEvent(c).get("type").asString()).isEqualTo("StockReserved");
        assertThat(reserved(a)).isEqualTo(7);
    }

    @Test
    void a_change_that_is_short_of_stock_changes_nothing() {
        String a = calls.product(10);
        String b = calls.product(5);
        calls.basket(order, List.of(line(a, 6)));

        assertThat(change("{'lines':%s}", line(a, 0), line(b, 6)).problem())
                .isEqualTo("insufficient-stock");

        assertThat(reserved(a)).isEqualTo(6);
        assertThat(calls.version(b)).isEqualTo(1);
    }

    @Test
    void a_longer_hold_names_all_lines_of_the_basket() {
        String a = calls.product(10);
        String b = calls.product(10);
        basketFor(600, line(a, 1), line(b, 2));

        Answer answer = change("{'expiresInSeconds':900}");

        assertLines(answer, changed(a, 1, 3), changed(b, 2, 3));
        assertThat(calls.lastEvent(a).has("expiresAt")).isTrue();
        assertLines(change("{'expiresInSeconds':null}"), changed(a, 1, 4), changed(b, 2, 4));
        assertThat(calls.lastEvent(b).has("expiresAt")).isFalse();
    }

    @Test
    void a_change_of_an_order_that_changes_nothing_has_no_lines() {
        String a = calls.product(10);
        calls.basket(order, List.of(line(a, 1)));

        Answer answer = change("{'lines':%s,'expiresInSeconds':null}", line(a, 1));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().propertyNames()).containsExactly("orderId", "position", "lines");
        assertLines(answer);
        assertThat(calls.version(a)).isEqualTo(2);
    }

    @Test
    void a_line_keeps_gets_and_loses_its_warehouse() {
        String a = calls.product(10);
        calls.basket(order, List.of(in("'main'", a, 2)));

        change("{'lines':%s}", line(a, 3));
        assertThat(calls.lastEvent(a).path("warehouseId").asString("")).isEqualTo("main");
        change("{'lines':%s}", in("null", a, 3));
        assertThat(calls.lastEvent(a).has("warehouseId")).isFalse();
        change("{'lines':%s}", in("'main'", a, 3));
        assertThat(calls.lastEvent(a).path("warehouseId").asString("")).isEqualTo("main");
    }

    @Test
    void a_line_that_is_added_gets_the_end_of_the_order() {
        String a = calls.product(10);
        String b = calls.product(10);
        basketFor(600, line(a, 1));
        JsonNode end = calls.lastEvent(a).get("expiresAt");

        change("{'lines':%s}", line(b, 1));

        assertThat(calls.lastEvent(b).get("expiresAt")).isEqualTo(end);
    }

    @Test
    void the_reservations_of_a_basket_go_over_to_its_order() {
        String a = calls.product(1);
        String b = calls.product(1);
        String to = "to " + order;
        basketFor(600, line(a, 1), line(b, 1));

        Answer answer = reassign(order, to, "");

        assertThat(answer.status()).isEqualTo(200);
        assertLines(answer, changed(a, 1, 3), changed(b, 1, 3));
        JsonNode event = calls.lastEvent(a);
        assertThat(event.get("type").asString()).isEqualTo("ReservationReassigned");
        assertThat(event.get("toOrderId").asString()).isEqualTo(to);
        assertThat(event.has("expiresAt")).isTrue();
        assertThat(reserved(a)).isEqualTo(1);
        assertThat(calls.ship(a, order, "main", 1).problem()).isEqualTo("reservation-not-found");
        assertThat(reassign(order, to, "").problem()).isEqualTo("reservation-not-found");
        assertLines(
                calls.delete(orderPath(to) + "/reservations"), changed(a, 1, 4), changed(b, 1, 4));
    }

    @Test
    void a_reassignment_moves_only_the_named_products_and_adds_quantities() {
        String a = calls.product(10);
        String b = calls.product(10);
        String to = "to " + order;
        calls.basket(order, List.of(line(a, 1), line(b, 2)));
        calls.basket(to, List.of(line(b, 3)));

        Answer answer = reassign(order, to, ",'productIds':['%s']".formatted(b));

        assertLines(answer, changed(b, 2, 4));
        assertThat(calls.ship(b, to, "main", 5).status()).isEqualTo(200);
        assertThat(calls.ship(a, order, "main", 1).status()).isEqualTo(200);
    }

    @Test
    void a_sale_reserves_and_ships_each_line() {
        String a = calls.product(10);
        calls.receive(a, "north", 5);

        Answer answer = sell("", taken(a, "main", 2), taken(a, "north", 3));

        assertThat(answer.status()).isEqualTo(200);
        assertLines(answer, changed(a, 2, 4), changed(a, 3, 6));
        JsonNode after = calls.product(a).body();
        assertThat(after.get("totalStock").asLong()).isEqualTo(10);
        assertThat(after.get("reservedStock").asLong()).isZero();
    }

    @Test
    void a_partial_sale_answers_each_line_with_what_was_sold_of_it() {
        String a = calls.product(3);

        Answer answer = sell(",'policy':'partial'", taken(a, "main", 5), taken(a, "none", 1));

        assertLines(
                answer,
                json("{'productId':'%s','quantity':3,'version':3,'requested':5}".formatted(a)),
                json("{'productId':'%s','quantity':0,'requested':1}".formatted(a)));
    }

    @Test
    void a_shipment_of_an_order_beyond_its_reservations_answers_what_was_shipped() {
        String a = calls.product(10);
        String b = calls.product(10);
        calls.basket(order, List.of(line(a, 2)));

        Answer answer =
                calls.post(
                        orderPath(order) + "/shipments",
                        "{\"lines\":%s,\"beyondReservation\":true}"
                                .formatted(List.of(taken(a, "main", 3), taken(b, "main", 1))));

        assertLines(answer, changed(a, 3, 4), changed(b, 1, 3));
        assertThat(reserved(a)).isZero();
    }

    private Answer change(String body, String... lines) {
        return calls.patch(
                orderPath(order) + "/reservations",
                json(body).replace("%s", List.of(lines).toString()));
    }

    private Answer reassign(String from, String to, String more) {
        return calls.post(
                orderPath(from) + "/reassignments", json("{'toOrderId':'" + to + "'" + more + "}"));
    }

    private Answer sell(String more, String... lines) {
        return calls.post(
                orderPath(order) + "/sales", "{\"lines\":" + List.of(lines) + json(more) + "}");
    }

    private void basketFor(int seconds, String... lines) {
        Answer answer =
                calls.post(
                        orderPath(order) + "/reservations",
                        "{\"lines\":%s,\"expiresInSeconds\":%d}"
                                .formatted(List.of(lines), seconds));
        assertThat(answer.status()).isEqualTo(200);
    }

    private static String in(String warehouse, String productId, long quantity) {
        return json(
                "{'productId':'%s','quantity':%d,'warehouseId':%s}"
                        .formatted(productId, quantity, warehouse));
    }

    private static String taken(String productId, String warehouseId, long quantity) {
        return in("'" + warehouseId + "'", productId, quantity);
    }

    private static String changed(String productId, long quantity, long version) {
        return json(
                "{'productId':'%s','quantity':%d,'version':%d}"
                        .formatted(productId, quantity, version));
    }

    private long reserved(String productId) {
        return calls.product(productId).body().get("reservedStock").asLong();
    }

    private static void assertLines(Answer answer, String... lines) {
        assertThat(answer.body().path("lines").valueStream().map(JsonNode::toString))
                .as(answer.response().body())
                .containsExactly(lines);
    }
}
