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
import java.util.stream.IntStream;

/** Bulk requests that are sent and answered as a whole: the result of each line. */
class BulkIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    @Test
    void every_command_can_be_a_line_and_gets_the_answer_of_its_own_call() {
        String product = Calls.newProduct();

        List<JsonNode> results = calls.bulk(everyCommand(product, product));

        JsonNode last = results.getLast();
        List<JsonNode> accepted = results.subList(0, results.size() - 1);
        assertThat(results)
                .extracting(r -> r.get("line").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, results.size()).boxed().toList());
        assertThat(accepted.getFirst().get("status").asInt()).isEqualTo(201);
        assertThat(accepted.subList(1, accepted.size()))
                .allSatisfy(r -> assertThat(r.get("status").asInt()).as("%s", r).isEqualTo(200));
        assertThat(accepted.getFirst().propertyNames())
                .containsExactly("line", "status", "productId", "version", "position", "events");
        assertThat(eventTypes(accepted))
                .containsExactly(
                        "ProductRegistered",
                        "StockReceived",
                        "StockReserved",
                        "ReservationExtended",
                        "ReservationChanged",
                        "StockShipped",
                        "StockReturned",
                        "ReservationCancelled",
                        "StockAdjusted",
                        "StockTransferred",
                        "StockAdjusted",
                        "StockBlocked",
                        "StockUnblocked",
                        "StockWrittenOff",
                        "ProductRenamed",
                        "StockPolicySet",
                        "ProductArchived",
                        "ProductRestored");
        assertThat(accepted.getLast().propertyNames())
                .containsExactly("line", "status", "orderId", "position", "lines");
        assertThat(last.get("status").asInt()).isEqualTo(409);
        assertThat(last.get("type").asString())
                .isEqualTo("urn:stockledger:problem:insufficient-stock");
        assertThat(last.get("instance").asString()).isEqualTo("/v1/commands");
    }

    /** The type of the first event of each result of a command on a product. */
    private static List<String> eventTypes(List<JsonNode> results) {
        return results.stream()
                .filter(r -> r.has("events"))
                .map(r -> r.at("/events/0/type").asString())
                .toList();
    }

    @Test
    void a_repeated_bulk_request_replays_its_results_and_records_nothing() {
        String product = Calls.newProduct();
        String lines = everyCommand(product, product);
        List<JsonNode> first = calls.bulk(lines);

        long version = calls.version(product);

        List<JsonNode> again = calls.bulk(lines);

        int accepted = first.size() - 1;
        for (int i = 0; i < accepted; i++) {
            assertThat(again.get(i).get("replayed").asBoolean()).as("line %d", i + 1).isTrue();
            assertThat(again.get(i).get("position")).isEqualTo(first.get(i).get("position"));
            assertThat(again.get(i).get("events")).isEqualTo(first.get(i).get("events"));
            assertThat(again.get(i).get("lines")).isEqualTo(first.get(i).get("lines"));
        }
        assertThat(again.getLast().get("status").asInt()).isEqualTo(409);
        assertThat(calls.version(product)).isEqualTo(version);
    }

    /** Every command: lines that succeed, and at last one that is refused. */
    private static String everyCommand(String product, String key) {
        String order = "b-" + product;
        String to = "c-" + product;
        return """
        {"type": "register-product", "productId": "P", "name": "n", "sku": "s", "initialQuantity": 100, "idempotencyKey": "1 K"}
        {"type": "receive-stock", "productId": "P", "warehouseId": "main", "quantity": 5, "reference": "r", "expectedVersion": 1, "idempotencyKey": "2 K"}
        {"type": "reserve-stock", "productId": "P", "orderId": "o", "quantity": 5, "expiresInSeconds": 600, "idempotencyKey": "3 K"}
        {"type": "reserve-stock", "productId": "P", "orderId": "o", "quantity": 5, "expiresInSeconds": 900, "extend": true, "idempotencyKey": "4 K"}
        {"type": "change-reservation", "productId": "P", "orderId": "o", "quantity": 6, "expiresInSeconds": null, "warehouseId": "main", "idempotencyKey": "5 K"}
        {"type": "ship-stock", "productId": "P", "orderId": "o", "warehouseId": "main", "quantity": 2, "beyondReservation": true, "idempotencyKey": "6 K"}
        {"type": "return-stock", "productId": "P", "orderId": "o", "warehouseId": "main", "quantity": 1, "reason": "late", "blocked": true, "idempotencyKey": "7 K"}
        {"type": "cancel-reservation", "productId": "P", "orderId": "o", "idempotencyKey": "8 K"}
        {"type": "adjust-stock", "productId": "P", "warehouseId": "main", "newQuantity": 90, "reason": "broken", "idempotencyKey": "9 K"}
        {"type": "transfer-stock", "productId": "P", "fromWarehouseId": "main", "toWarehouseId": "north", "quantity": 1, "reference": "truck", "idempotencyKey": "10 K"}
        {"type": "count-stock", "productId": "P", "warehouseId": "main", "countedQuantity": 80, "reference": "s", "asOfVersion": 10, "idempotencyKey": "11 K"}
        {"type": "block-stock", "productId": "P", "warehouseId": "main", "quantity": 3, "reason": "wet", "idempotencyKey": "12 K"}
        {"type": "unblock-stock", "productId": "P", "warehouseId": "main", "quantity": 1, "reason": "dry", "idempotencyKey": "13 K"}
        {"type": "write-off-stock", "productId": "P", "warehouseId": "main", "quantity": 1, "reason": "wet", "blocked": true, "idempotencyKey": "14 K"}
        {"type": "rename-product", "productId": "P", "name": "m", "expectedVersion": 14, "idempotencyKey": "15 K"}
        {"type": "set-stock-policy", "productId": "P", "safetyStock": 1, "backorderLimit": 0, "reorderPoint": null, "idempotencyKey": "16 K"}
        {"type": "archive-product", "productId": "P", "idempotencyKey": "17 K"}
        {"type": "restore-product", "productId": "P", "idempotencyKey": "18 K"}
        {"type": "reserve-order", "orderId": "O", "lines": [{"productId": "P", "quantity": 10, "warehouseId": "main"}], "policy": "partial", "expiresInSeconds": 60, "idempotencyKey": "19 K"}
        {"type": "change-order", "orderId": "O", "lines": [{"productId": "P", "quantity": 8}], "expiresInSeconds": null, "idempotencyKey": "20 K"}
        {"type": "ship-order", "orderId": "O", "lines": [{"productId": "P", "warehouseId": "main", "quantity": 4}], "idempotencyKey": "21 K"}
        {"type": "return-order", "orderId": "O", "lines": [{"productId": "P", "warehouseId": "main", "quantity": 1, "reason": "late"}], "idempotencyKey": "22 K"}
        {"type": "reassign-order", "orderId": "O", "toOrderId": "C", "idempotencyKey": "23 K"}
        {"type": "cancel-order", "orderId": "C", "idempotencyKey": "24 K"}
        {"type": "sell-order", "orderId": "O", "lines": [{"productId": "P", "warehouseId": "main", "quantity": 1}], "idempotencyKey": "25 K"}
        {"type": "reserve-stock", "productId": "P", "orderId": "o", "quantity": 500, "idempotencyKey": "26 K"}
        """
                .replace("\"P\"", "\"" + product + "\"")
                .replace("\"O\"", "\"" + order + "\"")
                .replace("\"C\"", "\"" + to + "\"")
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

            answer.assertMalformed(header);
        }
    }
}
