package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Faults in the fields, ids, headers and query parameters of a request. Each is answered 400 and
 * named, and nothing is recorded. {@link RequestBodyIT} has the faults of a body as a whole.
 */
class BadInputIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5", "1e3", "5.0", "\"5\"", "null", "true", "[]", "{}", "\"\"", "-1.0", "1E400"
            })
    void a_quantity_that_is_not_a_whole_number_in_plain_digits_is_malformed(String quantity) {
        String productId = calls.product(10);

        assertMalformed(
                calls.command(
                        productId,
                        "receipts",
                        "{\"warehouseId\": \"main\", \"quantity\": %s, \"reference\": \"r\"}"
                                .formatted(quantity)),
                "quantity");
        assertMalformed(
                calls.command(
                        productId,
                        "reservations",
                        "{\"orderId\": \"o\", \"quantity\": %s}".formatted(quantity)),
                "quantity");

        assertThat(calls.version(productId)).isEqualTo(1);
    }

    static Stream<String> malformedIds() {
        return Stream.of(
                "\"\"",
                "\" a\"",
                "\"a \"",
                "\"\\u00a0a\"",
                "\"\\u3000\"",
                "\"a\\u0000b\"",
                "\"a\\tb\"",
                "\"a\\u0085b\"",
                "\"\\ud83c\"",
                "\".\"",
                "\"..\"",
                "\"a\\u200bb\"",
                "\"\\ufeffa\"",
                "\"a\\u202eb\"",
                "\"a\\u00adb\"",
                "\"e\\u0301\"",
                "\"\\u212b\"",
                "\"" + "x".repeat(129) + "\"",
                "\"" + "🍰".repeat(129) + "\"",
                "7",
                "null",
                "[\"a\"]");
    }

    @ParameterizedTest
    @MethodSource("malformedIds")
    void a_malformed_id_in_a_body_is_refused_and_its_field_is_named(String id) {
        String productId = calls.product(10);

        assertMalformed(
                calls.post(
                        "/v1/products",
                        "{\"productId\": %s, \"name\": \"n\", \"sku\": \"s\",".formatted(id)
                                + "\"initialQuantity\": 1}"),
                "productId");
        assertMalformed(
                calls.command(
                        productId,
                        "reservations",
                        "{\"orderId\": %s, \"quantity\": 1}".formatted(id)),
                "orderId");
        assertMalformed(
                calls.command(
                        productId,
                        "receipts",
                        "{\"warehouseId\": %s, \"quantity\": 1, \"reference\": \"r\"}"
                                .formatted(id)),
                "warehouseId");
        assertMalformed(
                calls.command(
                        productId,
                        "receipts",
                        "{\"warehouseId\": \"main\", \"quantity\": 1, \"reference\": %s}"
                                .formatted(id)),
                "reference");
        assertMalformed(
                calls.post(
                        "/v1/products",
                        "{\"productId\": \"%s\", \"name\": \"n\",".formatted(Calls.newProduct())
                                + "\"sku\": %s, \"initialQuantity\": 1}".formatted(id)),
                "sku");
        assertMalformed(
                calls.post(
                        Calls.orderPath("o-1") + "/reservations",
                        "{\"lines\": [{\"productId\": %s, \"quantity\": 1}]}".formatted(id)),
                "lines[0].productId");

        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%20a",
                "a%20",
                "%C2%A0a",
                "%09",
                "a%C2%85b",
                "%7F",
                ".",
                "..",
                "%2E",
                "%2e%2E",
                "a%E2%80%8Bb",
                "%EF%BB%BFa",
                "a%E2%80%AEb",
                "e%CC%81"
            })
    void a_malformed_id_in_a_path_is_refused(String id) {
        assertMalformed(calls.get("/v1/products/" + id), "productId");
        assertMalformed(calls.get("/v1/products/" + id + "/events"), "productId");
        assertMalformed(calls.delete("/v1/products/" + id + "/reservations/o-1"), "productId");
        assertMalformed(calls.delete("/v1/products/p-1/reservations/" + id), "orderId");
        assertMalformed(
                calls.post(
                        "/v1/products/" + id + "/reservations",
                        "{\"orderId\":\"o\",\"quantity\":1}"),
                "productId");
    }

    @Test
    void an_id_of_129_characters_in_a_path_is_refused() {
        assertMalformed(calls.get(path("x".repeat(129))), "productId");
        assertMalformed(calls.get(path("🍰".repeat(129))), "productId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "receipts | {\"warehouseId\":\"m\",\"quantitty\":5,\"reference\":\"r\"} | quantity",
                "receipts | {\"warehouseId\":\"m\",\"quantity\":5,\"reference\":\"r\",\"x\":1} | x",
                "receipts | {\"quantity\":5,\"reference\":\"r\"} | warehouseId",
                "receipts | {\"warehouseId\":\"m\",\"quantity\":5} | reference",
                "reservations | {\"quantity\":5} | orderId",
                "reservations | {\"orderId\":\"o\"} | quantity",
                "reservations | {\"orderId\":\"o\",\"quantity\":1,\"productId\":\"p\"} | productId",
                "shipments | {\"orderId\":\"o\",\"quantity\":1} | warehouseId",
                "adjustments | {\"warehouseId\":\"m\",\"newQuantity\":1} | reason",
                "adjustments | {\"warehouseId\":\"m\",\"reason\":\"r\"} | newQuantity",
                "adjustments | {\"warehouseId\":\"m\",\"newQuantity\":1,\"reason\":\"\"} | reason",
                "adjustments | {\"warehouseId\":\"m\",\"newQuantity\":1,\"reason\":\"r\","
                        + "\"oldQuantity\":1.5} | oldQuantity",
                "transfers | {\"fromWarehouseId\":\"m\",\"toWarehouseId\":\"m\",\"quantity\":1,"
                        + "\"reference\":\"r\"} | toWarehouseId",
                "transfers | {\"toWarehouseId\":\"m\",\"quantity\":1,\"reference\":\"r\"}"
                        + " | fromWarehouseId",
                "counts | {\"warehouseId\":\"m\",\"reference\":\"r\"} | countedQuantity",
                "counts | {\"warehouseId\":\"m\",\"countedQuantity\":1,\"reference\":\"r\","
                        + "\"asOfVersion\":-1} | asOfVersion",
                "counts | {\"warehouseId\":\"m\",\"countedQuantity\":1,\"reference\":\"r\","
                        + "\"asOfVersion\":\"1\"} | asOfVersion"
            })
    void a_missing_unknown_or_impossible_field_is_refused_and_named(
            String kind, String body, String field) {
        String productId = calls.product(10);

        assertMalformed(calls.command(productId, kind, body), field);

        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void all_faults_of_a_request_are_named_in_one_answer() {
        Answer answer =
                calls.post(
                        "/v1/products",
                        "{\"productId\": \" \", \"sku\": 7, \"initialQuantity\": 1.5, \"x\": 1}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errors").valueStream().map(e -> e.get("field").asString()))
                .containsExactlyInAnyOrder("productId", "name", "sku", "initialQuantity", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "W/\"7\"", "\"x\"", "\"1\", \"2\"", "\"-1\"", "\"\"", "\"1"})
    void an_if_match_header_that_is_not_one_version_is_refused(String ifMatch) {
        String productId = calls.product(10);

        assertMalformed(calls.receive(productId, "main", 1, "If-Match", ifMatch), "If-Match");

        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=1001, limit",
        "limit=x, limit",
        "after=-1, after",
        "after=1.5, after",
        "before=1, before",
        "limit=1&limit=2, limit"
    })
    void a_malformed_or_unknown_parameter_of_the_event_list_is_refused_and_named(
            String query, String field) {
        String productId = calls.product(10);

        assertMalformed(calls.get(path(productId) + "/events?" + query), field);
    }

    @ParameterizedTest
    @CsvSource({
        "a%E2%80%8Bb, must not contain the format character U+200B (at position 2)",
        "%EF%BB%BFa, must not contain the format character U+FEFF (at position 1)",
        "%F0%9F%8D%B0%E2%80%AE, must not contain the format character U+202E (at position 2)",
        "%09, must not contain the control character U+0009 (at position 1)"
    })
    void an_invisible_character_of_an_id_is_named_with_its_position(String id, String message) {
        Answer answer = calls.get("/v1/products/" + id);

        assertThat(answer.body().at("/errors/0/message").asString()).isEqualTo(message);
    }

    @Test
    void an_id_that_is_not_nfc_is_refused_with_the_first_character_that_differs() {
        Answer answer = calls.get("/v1/products/Cafe%CC%81");

        assertThat(answer.body().at("/errors/0/message").asString())
                .isEqualTo(
                        "must be in Unicode normalization form NFC, which has U+00E9 instead of"
                                + " U+0065 (at position 4)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/products/../products/%s",
                "/v1/products/%%2E%%2E/products/%s",
                "/v1/orders/..%%2F/products/%s",
                "/v1/./products/%s"
            })
    void a_dot_segment_never_leads_to_another_route(String path) {
        String productId = calls.product(10);

        Answer answer = calls.get(path.formatted(Calls.segment(productId)));

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void a_name_may_contain_any_printable_text_and_is_stored_as_given() {
        String productId = Calls.newProduct();
        String name = "Cafe\u0301 \u200f\ud83d\udc69\u200d\ud83c\udf73 ";

        Answer answer =
                calls.post(
                        "/v1/products",
                        Calls.JSON
                                .createObjectNode()
                                .put("productId", productId)
                                .put("name", name)
                                .put("sku", "s")
                                .put("initialQuantity", 1)
                                .toString());

        assertThat(answer.status()).isEqualTo(201);
        assertThat(calls.product(productId).body().get("name").asString()).isEqualTo(name);
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments(
                        "POST",
                        "/v1/products",
                        "{\"productId\":\"{new}\",\"name\":\"n\",\"sku\":\"s\","
                                + "\"initialQuantity\":1}"),
                arguments(
                        "POST",
                        "/v1/products/{product}/receipts",
                        "{\"warehouseId\":\"main\",\"quantity\":1,\"reference\":\"r\"}"),
                arguments(
                        "POST",
                        "/v1/products/{product}/reservations",
                        "{\"orderId\":\"{new}\",\"quantity\":1}"),
                arguments("DELETE", "/v1/products/{product}/reservations/{order}", ""),
                arguments(
                        "POST",
                        "/v1/products/{product}/shipments",
                        "{\"orderId\":\"{order}\",\"warehouseId\":\"main\",\"quantity\":1}"),
                arguments(
                        "POST",
                        "/v1/products/{product}/adjustments",
                        "{\"warehouseId\":\"main\",\"newQuantity\":9,\"reason\":\"r\"}"),
                arguments(
                        "POST",
                        "/v1/products/{product}/transfers",
                        "{\"fromWarehouseId\":\"main\",\"toWarehouseId\":\"w\",\"quantity\":1,"
                                + "\"reference\":\"r\"}"),
                arguments(
                        "POST",
                        "/v1/products/{product}/counts",
                        "{\"warehouseId\":\"main\",\"countedQuantity\":9,\"reference\":\"r\"}"),
                arguments(
                        "POST",
                        "/v1/orders/{new}/reservations",
                        "{\"lines\":[{\"productId\":\"{product}\",\"quantity\":1}]}"),
                arguments("DELETE", "/v1/orders/{order}/reservations", ""),
                arguments(
                        "POST",
                        "/v1/orders/{order}/shipments",
                        "{\"lines\":[{\"productId\":\"{product}\",\"warehouseId\":\"main\","
                                + "\"quantity\":1}]}"),
                arguments(
                        "POST",
                        "/v1/commands",
                        "{\"type\":\"receive-stock\",\"productId\":\"{product}\","
                                + "\"warehouseId\":\"main\",\"quantity\":1,"
                                + "\"reference\":\"r\"}"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void an_unknown_query_parameter_is_refused_on_each_command_and_nothing_is_recorded(
            String method, String path, String body) {
        String id = UUID.randomUUID().toString();
        Map<String, String> ids =
                Map.of("{product}", "p-" + id, "{order}", "o-" + id, "{new}", "new-" + id);
        calls.register("p-" + id, 10);
        calls.reserve("p-" + id, "o-" + id, 5);
        String type = path.equals("/v1/commands") ? "application/x-ndjson" : "application/json";

        for (String query : List.of("quantity=2", "dryRun=true", "quantity=2&quantity=2")) {
            Answer answer =
                    calls.send(
                            calls.request(filled(path, ids) + "?" + query, "Content-Type", type)
                                    .method(method, BodyPublishers.ofString(filled(body, ids))));

            assertMalformed(answer, query.substring(0, query.indexOf('=')));
        }

        assertThat(calls.version("p-" + id)).isEqualTo(2);
        assertThat(calls.product("new-" + id).status()).isEqualTo(404);
    }

    private static String filled(String template, Map<String, String> ids) {
        String text = template;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            text = text.replace(id.getKey(), id.getValue());
        }
        return text;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/events"})
    void an_unknown_query_parameter_is_refused_on_each_read(String read) {
        String productId = calls.product(10);

        assertMalformed(calls.get(path(productId) + read + "?dryRun=true"), "dryRun");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void a_body_on_each_delete_is_refused_and_releases_nothing(boolean ofOrder, boolean announced) {
        String productId = calls.product(10);
        String orderId = "o-" + UUID.randomUUID();
        calls.reserve(productId, orderId, 5);
        String path =
                ofOrder
                        ? Calls.orderPath(orderId) + "/reservations"
                        : path(productId) + "/reservations/" + orderId;

        for (String body : List.of("{\"quantity\": 2}", "{}", " ", "x")) {
            byte[] bytes = body.getBytes(UTF_8);
            Answer answer =
                    calls.send(
                            calls.request(path)
                                    .method(
                                            "DELETE",
                                            announced
                                                    ? BodyPublishers.ofByteArray(bytes)
                                                    : BodyPublishers.ofInputStream(
                                                            () ->
                                                                    new ByteArrayInputStream(
                                                                            bytes))));

            assertMalformed(answer, "body");
        }

        assertThat(calls.version(productId)).isEqualTo(2);
    }

    @Test
    void an_empty_body_on_a_delete_is_allowed_whether_or_not_its_length_was_announced() {
        for (BodyPublisher empty :
                List.of(
                        BodyPublishers.ofByteArray(new byte[0]),
                        BodyPublishers.ofInputStream(InputStream::nullInputStream))) {
            String productId = calls.product(10);
            calls.reserve(productId, "o-1", 5);

            Answer answer =
                    calls.send(
                            calls.request(path(productId) + "/reservations/o-1")
                                    .method("DELETE", empty));

            assertThat(answer.status()).isEqualTo(200);
        }
    }

    private static void assertMalformed(Answer answer, String field) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("malformed-request");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().get("errors").valueStream().map(e -> e.get("field").asString()))
                .contains(field);
        assertThat(answer.response().body()).doesNotContain("Exception", "jackson", "stockledger.");
    }
}
