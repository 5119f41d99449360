package io.stockledger.command.http;

import static io.stockledger.command.http.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.http.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;

/** Whatever is wrong with a request: a clear 4xx that names the field, and nothing is recorded. */
class BadInputIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    static List<String> brokenBodies() {
        return List.of(
                "",
                "{",
                "nonsense",
                "[]",
                "null",
                "7",
                "{\"warehouseId\": \"main\", \"quantity\": 5, \"reference\": \"r\"",
                "{\"warehouseId\": \"main\", \"quantity\": 5, \"reference\": \"r\"} trailing",
                "{\"warehouseId\": \"main\", \"quantity\": 5, \"reference\": \"r\"} {}",
                "{\"warehouseId\": \"main\", \"quantity\": 5, \"quantity\": 6,"
                        + " \"reference\": \"r\"}",
                "{\"warehouseId\": \"main\", \"quantity\": 5,, \"reference\": \"r\"}",
                "{\"warehouseId\": \"main\", \"quantity\": 05, \"reference\": \"r\"}",
                "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
                "{\"quantity\": " + "9".repeat(2_000) + "}");
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void a_body_that_is_no_single_json_object_is_refused(String body) {
        String productId = calls.product(10);

        assertMalformed(calls.command(productId, "receipts", body), "body");

        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() {
        String productId = calls.product(10);
        byte[] body =
                "{\"warehouseId\": \"?\", \"quantity\": 5, \"reference\": \"r\"}".getBytes(UTF_8);
        body[17] = (byte) 0xff;

        Answer answer = calls.post(path(productId) + "/receipts", BodyPublishers.ofByteArray(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5", "1e3", "5.0", "\"5\"", "null", "true", "[]", "{}", "\"\"", "-1.0", "1E400"
            })
    void a_quantity_that_is_no_whole_number_in_plain_digits_is_malformed(String quantity) {
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

    static Stream<String> badIds() {
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
                "\"" + "x".repeat(129) + "\"",
                "\"" + "🍰".repeat(129) + "\"",
                "7",
                "null",
                "[\"a\"]");
    }

    @ParameterizedTest
    @MethodSource("badIds")
    void a_malformed_id_in_a_body_is_refused_by_the_name_of_its_field(String id) {
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

        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20a", "a%20", "%C2%A0a", "%09", "a%C2%85b", "%7F"})
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
    void a_missing_unknown_or_impossible_field_is_named(String kind, String body, String field) {
        String productId = calls.product(10);

        assertMalformed(calls.command(productId, kind, body), field);

        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void everything_that_is_wrong_is_named_at_once() {
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
    void an_if_match_that_is_no_single_version_is_refused(String ifMatch) {
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
    void a_faulty_parameter_of_the_audit_trail_is_named(String query, String field) {
        String productId = calls.product(10);

        assertMalformed(calls.get(path(productId) + "/events?" + query), field);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_body_beyond_64_kib_is_refused_whether_or_not_its_length_was_announced(
            boolean announced) {
        String productId = calls.product(10);
        byte[] body =
                ("{\"warehouseId\": \"main\", \"quantity\": 5, \"reference\": \""
                                + "x".repeat(65_536)
                                + "\"}")
                        .getBytes(UTF_8);

        Answer answer =
                calls.post(
                        path(productId) + "/receipts",
                        announced
                                ? BodyPublishers.ofByteArray(body)
                                : BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(body)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("payload-too-large");
        assertThat(answer.body().get("bytesMax").asInt()).isEqualTo(65_536);
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void a_body_of_just_64_kib_is_read() {
        String productId = calls.product(10);
        String start = "{\"warehouseId\": \"main\", \"quantity\": 5, \"reference\": \"r\"";
        String body = start + " ".repeat(65_536 - start.length() - 1) + "}";

        assertThat(calls.command(productId, "receipts", body).status()).isEqualTo(200);
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
