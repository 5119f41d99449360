package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Stream;

/**
 * Malformed identifiers in bodies and paths: each is refused and named, and nothing is recorded.
 */
class BadIdentifierIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());

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

        calls.post(
                        "/v1/products",
                        "{\"productId\": %s, \"name\": \"n\", \"sku\": \"s\",".formatted(id)
                                + "\"initialQuantity\": 1}")
                .assertMalformed("productId");
        calls.command(productId, "reservations", "{\"orderId\": %s, \"quantity\": 1}".formatted(id))
                .assertMalformed("orderId");
        calls.command(
                        productId,
                        "receipts",
                        "{\"warehouseId\": %s, \"quantity\": 1, \"reference\": \"r\"}"
                                .formatted(id))
                .assertMalformed("warehouseId");
        calls.command(
                        productId,
                        "receipts",
                        "{\"warehouseId\": \"main\", \"quantity\": 1, \"reference\": %s}"
                                .formatted(id))
                .assertMalformed("reference");
        calls.post(
                        "/v1/products",
                        "{\"productId\": \"%s\", \"name\": \"n\",".formatted(Calls.newProduct())
                                + "\"sku\": %s, \"initialQuantity\": 1}".formatted(id))
                .assertMalformed("sku");
        calls.post(
                        Calls.orderPath("o-1") + "/reservations",
                        "{\"lines\": [{\"productId\": %s, \"quantity\": 1}]}".formatted(id))
                .assertMalformed("lines[0].productId");

        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("malformedIds")
    void a_malformed_id_in_a_change_is_refused_and_its_field_is_named(String id) {
        String reassignments = Calls.orderPath("o-1") + "/reassignments";
        calls.post(reassignments, "{\"toOrderId\": %s}".formatted(id)).assertMalformed("toOrderId");
        calls.post(reassignments, "{\"toOrderId\": \"o-2\", \"productIds\": [%s]}".formatted(id))
                .assertMalformed("productIds[0]");
        calls.patch(path("p-1"), "{\"sku\": %s}".formatted(id)).assertMalformed("sku");
        if (!id.equals("null")) {
            calls.patch(path("p-1") + "/reservations/o-1", "{\"warehouseId\": %s}".formatted(id))
                    .assertMalformed("warehouseId");
            calls.patch(
                            Calls.orderPath("o-1") + "/reservations",
                            "{\"lines\": [{\"productId\": \"p\", \"quantity\": 1,"
                                    + " \"warehouseId\": %s}]}".formatted(id))
                    .assertMalformed("lines[0].warehouseId");
        }
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
        calls.get("/v1/products/" + id).assertMalformed("productId");
        calls.get("/v1/products/" + id + "/events").assertMalformed("productId");
        calls.delete("/v1/products/" + id + "/reservations/o-1").assertMalformed("productId");
        calls.delete("/v1/products/p-1/reservations/" + id).assertMalformed("orderId");
        calls.put("/v1/products/" + id + "/archive", "").assertMalformed("productId");
        calls.post("/v1/orders/" + id + "/reassignments", "{\"toOrderId\":\"o-2\"}")
                .assertMalformed("orderId");
        calls.post("/v1/products/" + id + "/reservations", "{\"orderId\":\"o\",\"quantity\":1}")
                .assertMalformed("productId");
    }

    @Test
    void an_id_of_129_characters_in_a_path_is_refused() {
        calls.get(path("x".repeat(129))).assertMalformed("productId");
        calls.get(path("🍰".repeat(129))).assertMalformed("productId");
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
}
