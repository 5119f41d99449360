package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every refusal of the contract over HTTP, with its fields, and the precedence if two apply. The
 * product is at version 3 in each case: {@code main} holds 10, {@code north} holds 90, and order
 * {@code o-1} has reserved 50.
 */
class RefusalsIT {

    private static final String MAX = "9007199254740991";
    private static final String BEYOND = "9223372036854775808";

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    /**
     * A command and its expected refusal.
     *
     * @param kind the last segment of the path, or {@code DELETE} and the order to cancel
     * @param fields the further members of the problem, as JSON without the braces
     */
    record Refused(
            String name,
            String kind,
            String body,
            String ifMatch,
            int status,
            String problem,
            String fields) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Refused> refusals() {
        return Stream.of(versions(), reservations(), quantities(), stock(), precedence())
                .flatMap(List::stream);
    }

    private static List<Refused> versions() {
        String since =
                "[{\"type\":\"StockReceived\",\"sequenceNumber\":2},"
                        + "{\"type\":\"StockReserved\",\"sequenceNumber\":3}]";
        return List.of(
                new Refused(
                        "an older version than the current one",
                        "receipts",
                        receipt("1"),
                        "\"1\"",
                        412,
                        "version-mismatch",
                        "\"expected\":1,\"actual\":3,\"since\":" + since),
                new Refused(
                        "a version beyond the current one",
                        "receipts",
                        receipt("1"),
                        "\"9\"",
                        412,
                        "version-mismatch",
                        "\"expected\":9,\"actual\":3,\"since\":[]"),
                new Refused(
                        "a count as of a version beyond the current one",
                        "counts",
                        "{\"warehouseId\":\"main\",\"countedQuantity\":1,\"reference\":\"s\","
                                + "\"asOfVersion\":4}",
                        "",
                        412,
                        "version-mismatch",
                        "\"expected\":4,\"actual\":3,\"since\":[]"));
    }

    private static List<Refused> reservations() {
        return List.of(
                new Refused(
                        "a cancellation without a reservation",
                        "DELETE o-2",
                        "",
                        "",
                        404,
                        "reservation-not-found",
                        "\"orderId\":\"o-2\""),
                new Refused(
                        "a shipment without a reservation",
                        "shipments",
                        shipment("o-2", "1"),
                        "",
                        404,
                        "reservation-not-found",
                        "\"orderId\":\"o-2\""),
                new Refused(
                        "a second reservation",
                        "reservations",
                        reservation("o-1", "1"),
                        "",
                        409,
                        "reservation-exists",
                        "\"orderId\":\"o-1\",\"quantity\":50"));
    }

    private static List<Refused> quantities() {
        var refusals = new ArrayList<Refused>();
        for (String quantity : List.of("0", "-1", "9007199254740992", BEYOND, "-" + BEYOND)) {
            refusals.add(invalid("receipts", receipt(quantity), quantity));
            refusals.add(invalid("reservations", reservation("o-2", quantity), quantity));
            refusals.add(invalid("shipments", shipment("o-1", quantity), quantity));
            refusals.add(invalid("transfers", transfer(quantity), quantity));
        }
        refusals.add(invalid("receipts", receipt(MAX), MAX));
        refusals.add(invalid("shipments", shipment("o-1", "51"), "51"));
        refusals.add(invalidLevel("adjustments", adjustment("-1", ""), "newQuantity", "-1"));
        refusals.add(invalidLevel("counts", count(BEYOND), "countedQuantity", BEYOND));
        return refusals;
    }

    private static List<Refused> stock() {
        return List.of(
                new Refused(
                        "a reservation of more than is available",
                        "reservations",
                        reservation("o-2", "51"),
                        "",
                        409,
                        "insufficient-stock",
                        "\"available\":50,\"requested\":51"),
                new Refused(
                        "a shipment of more than the warehouse holds",
                        "shipments",
                        shipment("o-1", "11"),
                        "",
                        409,
                        "insufficient-stock",
                        "\"warehouseId\":\"main\",\"available\":10,\"requested\":11"),
                new Refused(
                        "a transfer of more than the warehouse holds",
                        "transfers",
                        transfer("11"),
                        "",
                        409,
                        "insufficient-stock",
                        "\"warehouseId\":\"main\",\"available\":10,\"requested\":11"),
                new Refused(
                        "another old quantity than the warehouse holds",
                        "adjustments",
                        adjustment("5", ",\"oldQuantity\":9"),
                        "",
                        409,
                        "stale-count",
                        "\"warehouseId\":\"main\",\"expected\":9,\"actual\":10"),
                new Refused(
                        "an adjustment below the reserved quantity",
                        "adjustments",
                        "{\"warehouseId\":\"north\",\"newQuantity\":39,\"reason\":\"r\"}",
                        "",
                        409,
                        "would-oversell",
                        "\"reserved\":50,\"newTotal\":49"));
    }

    private static List<Refused> precedence() {
        return List.of(
                new Refused(
                        "a malformed request before a version",
                        "receipts",
                        receipt("\"1\""),
                        "\"1\"",
                        400,
                        "malformed-request",
                        "\"errors\":[{\"field\":\"quantity\",\"message\":"
                                + "\"must be a whole number in plain digits\"}]"),
                first("a version before a missing reservation", "DELETE o-2", "", "\"1\""),
                first(
                        "a version before a reservation that exists",
                        "reservations",
                        reservation("o-1", "1"),
                        "\"1\""),
                first("a version before a quantity", "receipts", receipt("0"), "\"1\""),
                new Refused(
                        "a missing reservation before a quantity",
                        "shipments",
                        shipment("o-2", "0"),
                        "",
                        404,
                        "reservation-not-found",
                        ""),
                new Refused(
                        "a reservation that exists before a quantity",
                        "reservations",
                        reservation("o-1", "0"),
                        "",
                        409,
                        "reservation-exists",
                        ""),
                new Refused(
                        "a reservation that exists before a lack of stock",
                        "reservations",
                        reservation("o-1", "101"),
                        "",
                        409,
                        "reservation-exists",
                        ""),
                new Refused(
                        "a quantity before a lack of stock",
                        "transfers",
                        transfer("9007199254740992"),
                        "",
                        422,
                        "invalid-quantity",
                        ""),
                new Refused(
                        "a quantity before a stale count",
                        "adjustments",
                        adjustment("-1", ",\"oldQuantity\":9"),
                        "",
                        422,
                        "invalid-quantity",
                        ""),
                new Refused(
                        "a stale count before overselling",
                        "adjustments",
                        "{\"warehouseId\":\"north\",\"newQuantity\":0,\"reason\":\"r\","
                                + "\"oldQuantity\":1}",
                        "",
                        409,
                        "stale-count",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_is_a_problem_with_its_fields_and_records_nothing(Refused expected) {
        String productId = calls.product(10);
        calls.receive(productId, "north", 90);
        calls.reserve(productId, "o-1", 50);

        Answer answer = send(productId, expected);

        assertThat(answer.status()).isEqualTo(expected.status());
        assertThat(answer.problem()).isEqualTo(expected.problem());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().get("status").asInt()).isEqualTo(expected.status());
        assertThat(answer.body().get("title").asString()).isNotEmpty();
        assertThat(answer.body().get("detail").asString()).isNotEmpty();
        assertThat(answer.body().get("instance").asString()).startsWith(path(productId));
        Calls.JSON
                .readTree("{" + expected.fields() + "}")
                .forEachEntry(
                        (name, value) -> assertThat(answer.body().get(name)).isEqualTo(value));
        assertThat(calls.version(productId)).isEqualTo(3);
    }

    static List<String> kinds() {
        return List.of(
                "receipts",
                "reservations",
                "shipments",
                "adjustments",
                "transfers",
                "counts",
                "DELETE o-1");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void an_unknown_product_is_refused_before_a_version_and_a_quantity(String kind) {
        String body =
                switch (kind) {
                    case "receipts" -> receipt("0");
                    case "reservations" -> reservation("o-1", "0");
                    case "shipments" -> shipment("o-1", "0");
                    case "adjustments" -> adjustment("-1", "");
                    case "transfers" -> transfer("0");
                    default -> count("-1");
                };
        String productId = Calls.newProduct();

        Answer answer = send(productId, new Refused("", kind, body, "\"7\"", 404, "", ""));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("product-not-found");
        assertThat(answer.body().get("productId").asString()).isEqualTo(productId);
        assertThat(calls.product(productId).problem()).isEqualTo("product-not-found");
        assertThat(calls.get(path(productId) + "/events").problem()).isEqualTo("product-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"1\"", "\"9\"", "*"})
    void a_registered_product_is_refused_before_a_version_and_a_quantity(String ifMatch) {
        String productId = calls.product(10);
        String body =
                "{\"productId\":\"%s\",\"name\":\"n\",\"sku\":\"s\",\"initialQuantity\":-1}"
                        .formatted(productId);

        Answer answer =
                ifMatch.isEmpty()
                        ? calls.post("/v1/products", body)
                        : calls.post("/v1/products", body, "If-Match", ifMatch);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("already-registered");
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void if_match_of_any_version_refuses_to_register_a_product_that_does_not_exist() {
        String productId = Calls.newProduct();
        String body =
                "{\"productId\":\"%s\",\"name\":\"n\",\"sku\":\"s\",\"initialQuantity\":1}"
                        .formatted(productId);

        Answer answer = calls.post("/v1/products", body, "If-Match", "*");

        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.problem()).isEqualTo("version-mismatch");
        assertThat(answer.body().get("detail").asString())
                .isEqualTo(
                        "version: the product does not exist, so that it matches neither version 1"
                                + " nor '*'");
        assertThat(answer.body().get("expected").asLong()).isEqualTo(1);
        assertThat(answer.body().get("actual").asLong()).isZero();
        assertThat(answer.body().get("since").isEmpty()).isTrue();
        assertThat(calls.product(productId).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void if_match_of_any_version_applies_to_a_product_that_exists(String kind) {
        String productId = calls.product(100);
        calls.reserve(productId, "o-1", 50);
        String body =
                switch (kind) {
                    case "receipts" -> receipt("1");
                    case "reservations" -> reservation("o-2", "1");
                    case "shipments" -> shipment("o-1", "1");
                    case "adjustments" -> adjustment("60", "");
                    case "transfers" -> transfer("1");
                    default -> count("60");
                };

        assertThat(send(productId, new Refused("", kind, body, "*", 200, "", "")).status())
                .isEqualTo(200);
    }

    private Answer send(String productId, Refused expected) {
        String[] headers =
                expected.ifMatch().isEmpty()
                        ? new String[0]
                        : new String[] {"If-Match", expected.ifMatch()};
        return expected.kind().startsWith("DELETE ")
                ? calls.cancel(productId, expected.kind().substring(7), headers)
                : calls.command(productId, expected.kind(), expected.body(), headers);
    }

    private static Refused first(String name, String kind, String body, String ifMatch) {
        return new Refused(name, kind, body, ifMatch, 412, "version-mismatch", "");
    }

    private static Refused invalid(String kind, String body, String quantity) {
        return invalidLevel(kind, body, "quantity", quantity);
    }

    private static Refused invalidLevel(String kind, String body, String field, String quantity) {
        return new Refused(
                quantity + " in " + kind,
                kind,
                body,
                "",
                422,
                "invalid-quantity",
                "\"field\":\"" + field + "\",\"quantity\":" + quantity);
    }

    private static String receipt(String quantity) {
        return "{\"warehouseId\":\"main\",\"quantity\":%s,\"reference\":\"r\"}".formatted(quantity);
    }

    private static String reservation(String orderId, String quantity) {
        return "{\"orderId\":\"%s\",\"quantity\":%s}".formatted(orderId, quantity);
    }

    private static String shipment(String orderId, String quantity) {
        return "{\"orderId\":\"%s\",\"warehouseId\":\"main\",\"quantity\":%s}"
                .formatted(orderId, quantity);
    }

    private static String transfer(String quantity) {
        return "{\"fromWarehouseId\":\"main\",\"toWarehouseId\":\"north\",\"quantity\":%s,"
                        .formatted(quantity)
                + "\"reference\":\"r\"}";
    }

    private static String adjustment(String newQuantity, String more) {
        return "{\"warehouseId\":\"main\",\"newQuantity\":%s,\"reason\":\"r\"%s}"
                .formatted(newQuantity, more);
    }

    private static String count(String counted) {
        return "{\"warehouseId\":\"main\",\"countedQuantity\":%s,\"reference\":\"s\"}"
                .formatted(counted);
    }
}
