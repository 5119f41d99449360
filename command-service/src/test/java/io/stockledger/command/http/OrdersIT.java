package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.line;
import static io.stockledger.command.testing.Calls.orderPath;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** The commands on whole orders over HTTP: their answers, their refusals, and their limits. */
class OrdersIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());
    private final String order = "o/" + UUID.randomUUID();

    @Test
    void a_basket_is_answered_with_one_line_per_product() {
        String a = calls.product(10);
        String b = calls.product(10);
        calls.receive(b, "main", 1);

        Answer answer = calls.basket(order, List.of(line(a, 2), line(b, 3), line(a, 4)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("ETag")).isEmpty();
        JsonNode body = answer.body();
        assertThat(body.propertyNames()).containsExactly("orderId", "position", "lines");
        assertThat(body.get("orderId").asString()).isEqualTo(order);
        assertThat(body.get("position").asLong()).isPositive();
        assertLines(answer, granted(a, 6, 2), granted(b, 3, 3));
        assertThat(available(a)).isEqualTo(4);
        assertThat(available(b)).isEqualTo(8);
    }

    @Test
    void a_basket_that_exceeds_the_stock_is_refused_with_all_short_lines() {
        String a = calls.product(10);
        String b = calls.product(2);
        String c = calls.product(1);

        Answer answer =
                calls.basket(order, List.of(line(a, 1), line(b, 2), line(b, 1), line(c, 9)));

        assertRefused(answer, 409, "insufficient-stock");
        assertLines(
                answer,
                "{\"productId\":\"%s\",\"available\":2,\"requested\":3}".formatted(b),
                "{\"productId\":\"%s\",\"available\":1,\"requested\":9}".formatted(c));
        assertThat(calls.version(a)).isEqualTo(1);
        assertThat(calls.version(b)).isEqualTo(1);
    }

    @Test
    void a_partial_basket_grants_the_available_quantity_and_a_repeat_gets_the_same_answer() {
        String a = calls.product(10);
        String b = calls.product(2);
        String c = calls.product(0);
        String body =
                "{\"policy\": \"partial\", \"lines\": "
                        + List.of(line(a, 1), line(b, 5), line(c, 4))
                        + "}";
        String[] key = {"Idempotency-Key", order};

        Answer first = calls.post(orderPath(order) + "/reservations", body, key);
        calls.receive(c, "main", 4);
        Answer again = calls.post(orderPath(order) + "/reservations", body, key);

        assertLines(
                first,
                partly(a, 1, 2, 1),
                partly(b, 2, 2, 5),
                "{\"productId\":\"%s\",\"quantity\":0,\"requested\":4}".formatted(c));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.response().body()).isEqualTo(first.response().body());
    }

    @Test
    void a_partial_basket_without_any_available_stock_is_refused() {
        String a = calls.product(0);

        Answer answer =
                calls.post(
                        orderPath(order) + "/reservations",
                        "{\"policy\": \"partial\", \"lines\": [%s]}".formatted(line(a, 1)));

        assertRefused(answer, 409, "insufficient-stock");
    }

    @Test
    void the_lines_of_an_order_are_shipped_together_each_from_its_warehouse() {
        String a = calls.product(10);
        calls.receive(a, "north", 5);
        String b = calls.product(10);
        calls.basket(order, List.of(line(a, 8), line(b, 3)));

        Answer answer =
                ship(shipment(a, "main", 5), shipment(b, "main", 3), shipment(a, "north", 3));

        assertThat(answer.status()).isEqualTo(200);
        assertLines(answer, granted(a, 5, 4), granted(b, 3, 3), granted(a, 3, 5));
    }

    @Test
    void cancelling_an_order_releases_all_its_open_reservations() {
        String a = calls.product(10);
        String b = calls.product(10);
        String c = calls.product(10);
        calls.basket(order, List.of(line(a, 5), line(b, 5)));
        calls.reserve(c, order, 5);
        ship(shipment(a, "main", 5), shipment(b, "main", 1));

        Answer answer = calls.delete(orderPath(order) + "/reservations");

        assertThat(answer.status()).isEqualTo(200);
        assertLines(answer, granted(b, 4, 4), granted(c, 5, 3));
        assertThat(available(b)).isEqualTo(9);
        assertThat(available(c)).isEqualTo(10);
        assertRefused(
                calls.delete(orderPath(order) + "/reservations"), 404, "reservation-not-found");
    }

    @Test
    void cancelling_an_order_without_reservations_is_refused() {
        Answer answer = calls.delete(orderPath(order) + "/reservations");

        assertRefused(answer, 404, "reservation-not-found");
        assertThat(answer.body().get("orderId").asString()).isEqualTo(order);
        assertThat(answer.body().get("instance").asString())
                .isEqualTo(orderPath(order) + "/reservations");
    }

    @Test
    void an_order_of_2000_lines_with_ids_of_the_greatest_length_is_accepted() {
        var lines = new ArrayList<String>();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            String product = "\uD83C\uDF70".repeat(92) + UUID.randomUUID();
            calls.register(product, 100);
            lines.addAll(Collections.nCopies(100, line(product, 1)));
            expected.add(granted(product, 100, 2));
        }

        Answer answer = calls.basket(order, lines);

        assertThat(answer.status()).isEqualTo(200);
        assertLines(answer, expected.toArray(String[]::new));
    }

    @Test
    void an_order_of_0_or_2001_lines_is_malformed() {
        String a = calls.product(5_000);
        for (int lines : new int[] {0, 2_001}) {
            calls.basket(order, Collections.nCopies(lines, line(a, 1))).assertMalformed("lines");
            ship(Collections.nCopies(lines, shipment(a, "main", 1)).toArray(String[]::new))
                    .assertMalformed("lines");
        }
        assertThat(calls.version(a)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | lines",
                "{\"lines\": 7} | lines",
                "{\"lines\": {}} | lines",
                "{\"lines\": [7]} | lines[0]",
                "{\"lines\": [null]} | lines[0]",
                "{\"lines\": [{\"productId\": \"p\"}]} | lines[0].quantity",
                "{\"lines\": [{\"quantity\": 1}]} | lines[0].productId",
                "{\"lines\": [{\"productId\": \"p\", \"quantity\": 1},"
                        + " {\"productId\": \"p \", \"quantity\": 1}]} | lines[1].productId",
                "{\"lines\": [{\"productId\": \"p\", \"quantity\": 1.5}]} | lines[0].quantity",
                "{\"lines\": [{\"productId\": \"p\", \"quantity\": \"1\"}]} | lines[0].quantity",
                "{\"lines\": [{\"productId\": \"p\", \"quantity\": 1, \"x\": 1}]} | lines[0].x",
                "{\"lines\": [{\"productId\": \"p\", \"quantity\": 1}], \"policy\": \"some\"} |"
                        + " policy",
                "{\"lines\": [{\"productId\": \"p\", \"quantity\": 1}], \"policy\": 1} | policy",
                "{\"lines\": [{\"productId\": \"p\", \"quantity\": 1}], \"orderId\": \"o\"} |"
                        + " orderId",
                "{\"lines\": [{\"productId\": \"p\", \"quantity\": 1}], \"extend\": true} | extend",
                "{\"lines\": [{\"productId\": \"p\", \"quantity\": 1}],"
                        + " \"expiresInSeconds\": 0} | expiresInSeconds"
            })
    void a_malformed_field_of_an_order_is_refused_and_named(String body, String field) {
        calls.post(orderPath(order) + "/reservations", body).assertMalformed(field);
    }

    @Test
    void a_shipment_of_an_order_needs_a_warehouse_and_has_no_policy() {
        ship(line("p", 1)).assertMalformed("lines[0].warehouseId");
        calls.post(
                        orderPath(order) + "/shipments",
                        "{\"policy\": \"partial\", \"lines\": [%s]}"
                                .formatted(shipment("p", "main", 1)))
                .assertMalformed("policy");
    }

    @Test
    void a_malformed_order_id_and_an_if_match_header_are_refused_on_an_order() {
        calls.basket(" o", List.of(line("p", 1))).assertMalformed("orderId");
        calls.delete(orderPath("o\u0085") + "/reservations").assertMalformed("orderId");
        calls.basket(order, List.of(line("p", 1)), "If-Match", "\"1\"").assertMalformed("If-Match");
        calls.delete(orderPath(order) + "/reservations", "If-Match", "*")
                .assertMalformed("If-Match");
    }

    @Test
    void a_basket_is_refused_for_the_first_reason_that_applies() {
        String held = calls.product(10);
        String scarce = calls.product(1);
        calls.reserve(held, order, 5);
        String unknown = Calls.newProduct();

        Answer notFound = calls.basket(order, List.of(line(held, 1), line(unknown, 0)));
        assertRefused(notFound, 404, "product-not-found");
        assertThat(notFound.body().get("productId").asString()).isEqualTo(unknown);

        String heldToo = calls.product(10);
        calls.reserve(heldToo, order, 2);
        Answer exists =
                calls.basket(order, List.of(line(scarce, 0), line(held, 1), line(heldToo, 1)));
        assertRefused(exists, 409, "reservation-exists");
        assertThat(exists.body().get("orderId").asString()).isEqualTo(order);
        assertThat(exists.body().get("lines").toString())
                .isEqualTo(
                        "[{\"productId\":\"%s\",\"quantity\":5},{\"productId\":\"%s\",\"quantity\":2}]"
                                .formatted(held, heldToo));

        Answer invalid = calls.basket("other " + order, List.of(line(scarce, 9), line(held, 0)));
        assertInvalid(invalid, "lines[1].quantity", "0");
        String beyond = "9".repeat(30);
        Answer tooLarge =
                calls.basket(
                        "other " + order,
                        List.of(
                                "{\"productId\": \"%s\", \"quantity\": %s}"
                                        .formatted(held, beyond)));
        assertInvalid(tooLarge, "lines[0].quantity", beyond);
        assertThat(calls.version(scarce)).isEqualTo(1);
    }

    @Test
    void a_second_basket_of_the_same_order_is_refused() {
        String a = calls.product(10);
        assertThat(calls.basket(order, List.of(line(a, 1))).status()).isEqualTo(200);

        assertRefused(calls.basket(order, List.of(line(a, 1))), 409, "reservation-exists");
        assertThat(calls.version(a)).isEqualTo(2);
    }

    @Test
    void a_shipment_is_refused_for_the_first_reason_that_applies() {
        String a = calls.product(4);
        calls.receive(a, "north", 4);
        String b = calls.product(10);
        calls.basket(order, List.of(line(a, 6)));

        assertRefused(
                ship(shipment(b, "main", 1), shipment(Calls.newProduct(), "main", 1)),
                404,
                "product-not-found");
        Answer notHeld = ship(shipment(a, "main", 0), shipment(b, "main", 1));
        assertRefused(notHeld, 404, "reservation-not-found");
        assertThat(notHeld.body().get("productId").asString()).isEqualTo(b);
        assertInvalid(
                ship(shipment(a, "main", 5), shipment(a, "north", 2)), "lines[1].quantity", "2");
        Answer empty = ship(shipment(a, "main", 5), shipment(a, "south", 1));
        assertRefused(empty, 409, "insufficient-stock");
        assertLines(
                empty,
                "{\"productId\":\"%s\",\"warehouseId\":\"main\",\"available\":4,\"requested\":5}"
                        .formatted(a),
                "{\"productId\":\"%s\",\"warehouseId\":\"south\",\"available\":0,\"requested\":1}"
                        .formatted(a));
        assertThat(calls.version(a)).isEqualTo(3);
    }

    private Answer ship(String... lines) {
        return calls.post(orderPath(order) + "/shipments", "{\"lines\": " + List.of(lines) + "}");
    }

    private static String shipment(String productId, String warehouseId, long quantity) {
        return "{\"productId\": \"%s\", \"warehouseId\": \"%s\", \"quantity\": %d}"
                .formatted(productId, warehouseId, quantity);
    }

    private static String granted(String productId, long quantity, long version) {
        return "{\"productId\":\"%s\",\"quantity\":%d,\"version\":%d}"
                .formatted(productId, quantity, version);
    }

    private static String partly(String productId, long quantity, long version, long requested) {
        return "{\"productId\":\"%s\",\"quantity\":%d,\"version\":%d,\"requested\":%d}"
                .formatted(productId, quantity, version, requested);
    }

    private long available(String productId) {
        return calls.product(productId).body().get("availableStock").asLong();
    }

    private static void assertLines(Answer answer, String... lines) {
        assertThat(answer.body().path("lines").valueStream().map(JsonNode::toString))
                .as(answer.response().body())
                .containsExactly(lines);
    }

    private static void assertRefused(Answer answer, int status, String problem) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
    }

    private static void assertInvalid(Answer answer, String field, String quantity) {
        assertRefused(answer, 422, "invalid-quantity");
        assertThat(answer.body().get("field").asString()).isEqualTo(field);
        assertThat(answer.body().get("quantity").toString()).isEqualTo(quantity);
    }
}
