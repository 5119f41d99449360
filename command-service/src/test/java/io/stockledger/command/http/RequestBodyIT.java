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

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;

/**
 * Faults of a request body as a whole: its JSON, its size and its encoding. Each is refused with
 * its reason, and nothing is recorded.
 */
class RequestBodyIT {

    private static final String RECEIPT =
            "{\"warehouseId\": \"main\", \"quantity\": 5, \"reference\": \"r\"}";

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    static Stream<Arguments> malformedBodies() {
        String fields = RECEIPT.substring(1, RECEIPT.length() - 1);
        return Stream.of(
                arguments("", "must be a JSON object"),
                arguments("[]", "must be a JSON object"),
                arguments("null", "must be a JSON object"),
                arguments("7", "must be a JSON object"),
                arguments("{", "is not valid JSON: it ends too early at line 1, column "),
                arguments("nonsense", "is not valid JSON at line 1, column "),
                arguments("{" + fields, "is not valid JSON: it ends too early at line 1, column "),
                arguments(RECEIPT + " trailing", "has text after the JSON object"),
                arguments(RECEIPT + " {}", "has text after the JSON object"),
                arguments(RECEIPT + RECEIPT, "has text after the JSON object"),
                arguments("{" + fields + ", \"quantity\": 6}", "gives the field 'quantity' twice"),
                arguments("{" + fields + ",}", "is not valid JSON at line 1, column "),
                arguments("{\"quantity\": 05}", "is not valid JSON at line 1, column "),
                arguments(
                        "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}",
                        "is nested deeper than 500 levels"),
                arguments(
                        "{\"quantity\": " + "9".repeat(1_001) + "}",
                        "has a number of more than 1000 digits"),
                arguments(
                        "{\"quantity\": 1." + "0".repeat(1_001) + "}",
                        "has a number of more than 1000 digits"),
                arguments(
                        "{\"" + "x".repeat(50_001) + "\": 1}",
                        "has a field name of more than 50000 characters"));
    }

    @ParameterizedTest
    @MethodSource("malformedBodies")
    void a_body_that_is_not_one_json_object_is_refused_with_the_reason(
            String body, String message) {
        String productId = calls.product(10);

        Answer answer = calls.command(productId, "receipts", body);

        answer.assertMalformed("body");
        assertThat(answer.body().at("/errors/0/message").asString()).startsWith(message);
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
        String productId = calls.product(10);
        byte[] body = RECEIPT.getBytes(UTF_8);
        body[17] = (byte) 0xff;

        Answer answer = calls.post(path(productId) + "/receipts", BodyPublishers.ofByteArray(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16, UTF-16",
        "X-UTF-16LE-BOM, UTF-16",
        "X-UTF-32BE-BOM, UTF-32",
        "X-UTF-32LE-BOM, UTF-32",
        "UTF-16BE, UTF-16",
        "UTF-16LE, UTF-16",
        "UTF-32BE, UTF-32",
        "UTF-32LE, UTF-32"
    })
    void a_body_in_another_unicode_encoding_is_refused_and_the_encoding_is_named(
            String charset, String name) {
        String productId = calls.product(10);
        byte[] json = RECEIPT.getBytes(Charset.forName(charset));
        byte[] line = bulkLine(productId).getBytes(Charset.forName(charset));

        Answer single = calls.post(path(productId) + "/receipts", BodyPublishers.ofByteArray(json));
        Answer bulk =
                calls.send(
                        calls.request("/v1/commands", "Content-Type", "application/x-ndjson")
                                .POST(BodyPublishers.ofByteArray(line)));

        assertUnsupported(single, "body: the character encoding " + name + " is not supported");
        assertUnsupported(bulk, "body: the character encoding " + name + " is not supported");
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void a_bulk_stream_in_another_unicode_encoding_has_one_result_that_names_the_encoding() {
        String productId = calls.product(10);
        byte[] lines = bulkLine(productId).repeat(3).getBytes(Charset.forName("UTF-16"));

        Answer bulk =
                calls.send(
                        calls.request("/v1/commands", "Content-Type", "application/x-ndjson")
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(lines))));

        assertThat(bulk.status()).isEqualTo(200);
        assertThat(bulk.response().body().lines()).hasSize(1);
        JsonNode result = Calls.JSON.readTree(bulk.response().body());
        assertThat(result.get("line").asInt()).isEqualTo(1);
        assertThat(result.get("status").asInt()).isEqualTo(415);
        assertThat(result.get("type").asString()).endsWith(":unsupported-media-type");
        assertThat(result.get("detail").asString())
                .startsWith("body: the character encoding UTF-16 is not supported");
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "utf-32", "ISO-8859-1"})
    void a_declared_charset_other_than_utf8_is_refused(String charset) {
        String productId = calls.product(10);

        Answer single = receive(productId, "Content-Type", "application/json;charset=" + charset);
        Answer bulk =
                calls.send(
                        calls.request(
                                        "/v1/commands",
                                        "Content-Type",
                                        "application/x-ndjson; charset=" + charset)
                                .POST(BodyPublishers.ofString(bulkLine(productId))));

        String detail =
                "body: the character encoding "
                        + Charset.forName(charset).name()
                        + " is not supported";
        assertUnsupported(single, detail);
        assertUnsupported(bulk, detail);
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json;charset=UTF-8", "application/json; charset=\"utf-8\""})
    void a_declared_charset_of_utf8_is_accepted(String type) {
        assertThat(receive(calls.product(10), "Content-Type", type).status()).isEqualTo(200);
    }

    @Test
    void a_utf8_byte_order_mark_is_skipped() {
        String productId = calls.product(10);

        assertThat(calls.command(productId, "receipts", "\ufeff" + RECEIPT).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "unknown", "identity, gzip"})
    void a_content_encoding_is_refused_and_named(String encoding) {
        String productId = calls.product(10);

        Answer single =
                receive(
                        productId,
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        encoding);
        Answer bulk =
                calls.send(
                        calls.request(
                                        "/v1/commands",
                                        "Content-Type",
                                        "application/x-ndjson",
                                        "Content-Encoding",
                                        encoding)
                                .POST(BodyPublishers.ofString(bulkLine(productId))));

        String refused = encoding.substring(encoding.lastIndexOf(' ') + 1);
        for (Answer answer : List.of(single, bulk)) {
            assertUnsupported(answer, "Content-Encoding: '" + refused + "' is not supported");
            assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
        }
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void the_content_encoding_identity_is_accepted() {
        assertThat(
                        receive(
                                        calls.product(10),
                                        "Content-Type",
                                        "application/json",
                                        "Content-Encoding",
                                        "Identity")
                                .status())
                .isEqualTo(200);
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
    void a_body_of_exactly_64_kib_is_accepted() {
        String productId = calls.product(10);
        String start = "{\"warehouseId\": \"main\", \"quantity\": 5, \"reference\": \"r\"";
        String body = start + " ".repeat(65_536 - start.length() - 1) + "}";

        assertThat(calls.command(productId, "receipts", body).status()).isEqualTo(200);
    }

    private Answer receive(String productId, String... headers) {
        return calls.send(
                calls.request(path(productId) + "/receipts", headers)
                        .POST(BodyPublishers.ofString(RECEIPT)));
    }

    private static String bulkLine(String productId) {
        return "{\"type\":\"receive-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                        .formatted(productId)
                + "\"quantity\":1,\"reference\":\"r\"}\n";
    }

    private static void assertUnsupported(Answer answer, String detail) {
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.problem()).isEqualTo("unsupported-media-type");
        assertThat(answer.body().get("detail").asString()).startsWith(detail);
    }
}
