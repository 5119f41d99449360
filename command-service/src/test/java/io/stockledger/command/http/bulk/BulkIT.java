package io.stockledger.command.http.bulk;

import static io.stockledger.command.testing.Calls.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Bulk requests that are sent and answered as a whole: the result of each line. */
class BulkIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    @Test
    void every_command_can_be_a_line_and_gets_the_answer_of_its_own_call() {
        String product = Calls.newProduct();

        List<JsonNode> results = calls.bulk(everyCommand(product, product));

        assertThat(results)
                .extracting(r -> r.get("line").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
        assertThat(results)
                .extracting(r -> r.get("status").asInt())
                .containsExactly(201, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 409);
        assertThat(results.get(0).propertyNames())
                .containsExactly("line", "status", "productId", "version", "position", "events");
        assertThat(results.get(2).at("/events/0/type").asString()).isEqualTo("StockReserved");
        assertThat(results.get(3).at("/events/0/type").asString()).isEqualTo("ReservationExtended");
        assertThat(results.get(9).propertyNames())
                .containsExactly("line", "status", "orderId", "position", "lines");
        assertThat(results.get(12).get("type").asString())
                .isEqualTo("urn:stockledger:problem:insufficient-stock");
        assertThat(results.get(12).get("available").asLong()).isEqualTo(77);
        assertThat(results.get(12).get("instance").asString()).isEqualTo("/v1/commands");
        assertThat(calls.version(product)).isEqualTo(12);
    }

    @Test
    void a_repeated_bulk_request_replays_its_results_and_records_nothing() {
        String product = Calls.newProduct();
        String lines = everyCommand(product, product);
        List<JsonNode> first = calls.bulk(lines);

        List<JsonNode> again = calls.bulk(lines);

        for (int i = 0; i < 12; i++) {
            assertThat(again.get(i).get("replayed").asBoolean()).as("line %d", i + 1).isTrue();
            assertThat(again.get(i).get("position")).isEqualTo(first.get(i).get("position"));
            assertThat(again.get(i).get("events")).isEqualTo(first.get(i).get("events"));
            assertThat(again.get(i).get("lines")).isEqualTo(first.get(i).get("lines"));
        }
        assertThat(again.get(12).get("status").asInt()).isEqualTo(409);
        assertThat(calls.version(product)).isEqualTo(12);
    }

    /** Every command: twelve lines that succeed and one that is refused. */
    private static String everyCommand(String product, String key) {
        String order = "b-" + product;
        return """
        {"type": "register-product", "productId": "P", "name": "n", "sku": "s", "initialQuantity": 100, "idempotencyKey": "1 K"}
        {"type": "receive-stock", "productId": "P", "warehouseId": "main", "quantity": 5, "reference": "r", "expectedVersion": 1, "idempotencyKey": "2 K"}
        {"type": "reserve-stock", "productId": "P", "orderId": "o", "quantity": 5, "expiresInSeconds": 600, "idempotencyKey": "3 K"}
        {"type": "reserve-stock", "productId": "P", "orderId": "o", "quantity": 5, "expiresInSeconds": 900, "extend": true, "idempotencyKey": "4 K"}
        {"type": "ship-stock", "productId": "P", "orderId": "o", "warehouseId": "main", "quantity": 2, "idempotencyKey": "5 K"}
        {"type": "cancel-reservation", "productId": "P", "orderId": "o", "idempotencyKey": "6 K"}
        {"type": "adjust-stock", "productId": "P", "warehouseId": "main", "newQuantity": 90, "reason": "broken", "idempotencyKey": "7 K"}
        {"type": "transfer-stock", "productId": "P", "fromWarehouseId": "main", "toWarehouseId": "north", "quantity": 1, "reference": "truck", "idempotencyKey": "8 K"}
        {"type": "count-stock", "productId": "P", "warehouseId": "main", "countedQuantity": 80, "reference": "s", "asOfVersion": 8, "idempotencyKey": "9 K"}
        {"type": "reserve-order", "orderId": "O", "lines": [{"productId": "P", "quantity": 10}], "policy": "partial", "expiresInSeconds": 60, "idempotencyKey": "10 K"}
        {"type": "ship-order", "orderId": "O", "lines": [{"productId": "P", "warehouseId": "main", "quantity": 4}], "idempotencyKey": "11 K"}
        {"type": "cancel-order", "orderId": "O", "idempotencyKey": "12 K"}
        {"type": "reserve-stock", "productId": "P", "orderId": "o", "quantity": 500, "idempotencyKey": "13 K"}
        """
                .replace("\"P\"", "\"" + product + "\"")
                .replace("\"O\"", "\"" + order + "\"")
                .replace(" K\"", " " + key + "\"");
    }

    @Test
    void a_malformed_line_is_refused_and_the_other_lines_are_recorded() {
        String product = calls.product(10);
        var lines = new ArrayList<String>();
        var faults = new ArrayList<String>();
        broken(lines, faults, "{", "body");
        broken(lines, faults, "[]", "body");
        broken(lines, faults, "nonsense", "body");
        broken(lines, faults, "{\"a\": 1} {\"a\": 2}", "body");
        broken(lines, faults, receipt(product).replace("1}", "1, \"quantity\": 2}"), "body");
        broken(lines, faults, "{\"pad\": \"" + "x".repeat(4_194_304) + "\"}", "body");
        broken(lines, faults, "{}", "type");
        broken(lines, faults, "{\"type\": \"receive\"}", "type");
        broken(lines, faults, "{\"type\": 7}", "type");
        broken(lines, faults, "{\"type\": \"expire-reservations\"}", "type");
        broken(lines, faults, receipt(product).replace("1}", "1, \"x\": 1}"), "x");
        broken(lines, faults, receipt(product).replace("1}", "\"1\"}"), "quantity");
        broken(lines, faults, receipt(" "), "productId");
        for (String version : List.of("-1", "1.5", "\"1\"")) {
            String with = "1, \"expectedVersion\": %s}".formatted(version);
            broken(lines, faults, receipt(product).replace("1}", with), "expectedVersion");
        }
        for (String key : List.of("", " a", "a ", "k".repeat(256), "schl\u00fcssel", "a\u007f")) {
            String with = "1, \"idempotencyKey\": \"%s\"}".formatted(key);
            broken(lines, faults, receipt(product).replace("1}", with), "idempotencyKey");
        }
        broken(
                lines,
                faults,
                "{\"type\": \"reserve-order\", \"orderId\": \"o\", \"expectedVersion\": 1,"
                        + "\"lines\": [%s]}".formatted(line(product, 1)),
                "expectedVersion");
        broken(
                lines,
                faults,
                "{\"type\": \"reserve-order\", \"orderId\": \"o\", \"lines\": []}",
                "lines");

        var sent = new StringBuilder();
        lines.forEach(each -> sent.append(each).append('\n').append(receipt(product)).append('\n'));
        List<JsonNode> results = calls.bulk(sent.toString());

        assertThat(results).hasSize(2 * lines.size());
        for (int i = 0; i < lines.size(); i++) {
            JsonNode refused = results.get(2 * i);
            assertThat(refused.get("line").asInt()).isEqualTo(2 * i + 1);
            assertThat(refused.get("type").asString()).endsWith(":malformed-request");
            assertThat(refused.at("/errors/0/field").asString())
                    .as(lines.get(i).substring(0, Math.min(100, lines.get(i).length())))
                    .isEqualTo(faults.get(i));
            assertThat(results.get(2 * i + 1).get("version").asLong()).isEqualTo(i + 2);
        }
    }

    private static void broken(List<String> lines, List<String> faults, String line, String field) {
        lines.add(line);
        faults.add(field);
    }

    private static String receipt(String product) {
        return "{\"type\":\"receive-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                        .formatted(product)
                + "\"reference\":\"r\",\"quantity\":1}";
    }

    @Test
    void blank_lines_are_counted_and_skipped_and_the_last_line_needs_no_line_feed() {
        String product = calls.product(10);

        List<JsonNode> results =
                calls.bulk(
                        "\n  \r\n"
                                + receipt(product)
                                + "\r\n\n\t\n"
                                + receipt(product)
                                + "\n\n"
                                + receipt(product));

        assertThat(results).extracting(r -> r.get("line").asInt()).containsExactly(3, 6, 8);
        assertThat(results).extracting(r -> r.get("status").asInt()).containsOnly(200);
        assertThat(calls.bulk("")).isEmpty();
        assertThat(calls.bulk("\n\n")).isEmpty();
    }

    @Test
    void an_incomplete_last_line_is_refused() {
        String product = calls.product(10);
        String receipt = receipt(product);

        List<JsonNode> results =
                calls.bulk(receipt + "\n" + receipt.substring(0, receipt.length() - 1));

        assertThat(results).extracting(r -> r.get("status").asInt()).containsExactly(200, 400);
        assertThat(calls.version(product)).isEqualTo(2);
    }

    @Test
    void a_media_type_other_than_ndjson_is_refused() {
        for (String type : List.of("application/json", "text/plain", "application/ndjson")) {
            Answer answer =
                    calls.send(
                            calls.request("/v1/commands")
                                    .setHeader("Content-Type", type)
                                    .POST(BodyPublishers.ofString("{}")));

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.problem()).isEqualTo("unsupported-media-type");
            assertThat(answer.header("Accept")).isEqualTo("application/x-ndjson");
        }
    }

    @Test
    void an_idempotency_key_or_if_match_header_is_refused() {
        for (String header : List.of("Idempotency-Key", "If-Match")) {
            Answer answer =
                    calls.send(
                            calls.request("/v1/commands", header, "\"1\"")
                                    .setHeader("Content-Type", "application/x-ndjson")
                                    .POST(BodyPublishers.ofString("{}")));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().at("/errors/0/field").asString()).isEqualTo(header);
        }
    }

    @Test
    void a_line_that_reads_the_event_log_waits_for_the_lines_before_it() {
        String product = Calls.newProduct();
        String order = UUID.randomUUID().toString();
        var lines = new ArrayList<String>();
        lines.add(
                "{\"type\":\"register-product\",\"productId\":\"%s\",\"name\":\"n\",\"sku\":\"s\","
                                .formatted(product)
                        + "\"initialQuantity\":10}");
        lines.add(receipt(product));
        lines.add(
                "{\"type\":\"count-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                                .formatted(product)
                        + "\"countedQuantity\":9,\"reference\":\"s\",\"asOfVersion\":1}");
        for (int i = 0; i < 50; i++) {
            lines.add(
                    "{\"type\":\"reserve-stock\",\"productId\":\"%s\",\"orderId\":\"%s\",\"quantity\":1}"
                            .formatted(product, order));
            lines.add("{\"type\":\"cancel-order\",\"orderId\":\"%s\"}".formatted(order));
        }

        List<JsonNode> results = calls.bulk(String.join("\n", lines));

        assertThat(results).allMatch(r -> r.get("status").asInt() < 300, "succeeds");
        assertThat(calls.product(product).body().get("totalStock").asLong()).isEqualTo(10);
    }
}
