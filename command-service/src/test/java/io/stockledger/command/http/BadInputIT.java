package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.http.EveryCommand.Step;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Faults in the fields, headers and query parameters of a request. Each is answered 400 and named,
 * and nothing is recorded. {@link BadIdentifierIT} has the faults of identifiers, and {@link
 * RequestBodyIT} those of a body as a whole.
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

        calls.command(
                        productId,
                        "receipts",
                        "{\"warehouseId\": \"main\", \"quantity\": %s, \"reference\": \"r\"}"
                                .formatted(quantity))
                .assertMalformed("quantity");
        calls.command(
                        productId,
                        "reservations",
                        "{\"orderId\": \"o\", \"quantity\": %s}".formatted(quantity))
                .assertMalformed("quantity");

        assertThat(calls.version(productId)).isEqualTo(1);
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

        calls.command(productId, kind, body).assertMalformed(field);

        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void all_faults_of_a_request_are_named_in_one_answer() {
        Answer answer =
                calls.post(
                        "/v1/products",
                        "{\"productId\": \" \", \"sku\": 7, \"initialQuantity\": 1.5, \"x\": 1}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.fields())
                .containsExactlyInAnyOrder("productId", "name", "sku", "initialQuantity", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "W/\"7\"", "\"x\"", "\"1\", \"2\"", "\"-1\"", "\"\"", "\"1"})
    void an_if_match_header_that_is_not_one_version_is_refused(String ifMatch) {
        String productId = calls.product(10);

        calls.receive(productId, "main", 1, "If-Match", ifMatch).assertMalformed("If-Match");

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

        calls.get(path(productId) + "/events?" + query).assertMalformed(field);
    }

    /** Every command; the first registers the product. */
    private static List<Step> commands(String product) {
        var commands = new ArrayList<>(EveryCommand.steps(product));
        commands.add(
                new Step(
                        "POST",
                        "/v1/commands",
                        "{\"type\":\"receive-stock\",\"productId\":\"%s\",".formatted(product)
                                + "\"warehouseId\":\"main\",\"quantity\":1,"
                                + "\"reference\":\"r\"}"));
        return commands;
    }

    private Answer send(Step command, String path) {
        String type =
                command.path().equals("/v1/commands") ? "application/x-ndjson" : "application/json";
        return calls.send(
                calls.request(path, "Content-Type", type)
                        .method(command.method(), BodyPublishers.ofString(command.body())));
    }

    @Test
    void an_unknown_query_parameter_is_refused_on_each_command_and_nothing_is_recorded() {
        String product = calls.product(10);
        for (Step command : commands(product)) {
            for (String query :
                    List.of("quantity=2", "dryrun=true", "quantity=2&quantity=2&dryRun=true")) {
                Answer answer = send(command, command.path() + "?" + query);

                answer.assertMalformed(query.substring(0, query.indexOf('=')));
            }
        }
        assertThat(calls.version(product)).isEqualTo(1);
    }

    @Test
    void a_path_parameter_is_refused_on_each_command_and_nothing_is_recorded() {
        String product = calls.product(10);
        for (Step command : commands(product)) {
            String path = command.path();
            String inTheMiddle = path.replaceFirst("^(/v1/[^/]+(?:/[^/]+)?)", "$1;a");
            for (String refused : List.of(path + ";quantity=2", path + ";", inTheMiddle)) {
                send(command, refused).assertMalformed("path");
            }
        }
        assertThat(calls.version(product)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/events", "/events;limit=1", "/events/"})
    void a_path_parameter_is_refused_on_each_read(String read) {
        String productId = calls.product(10);

        calls.get(path(productId) + ";v=1" + read).assertMalformed("path");
    }

    @Test
    void an_encoded_semicolon_is_part_of_an_id() {
        String productId = "a;b-" + UUID.randomUUID();
        String orderId = "o;quantity=2";

        Answer registered = calls.register(productId, 10);

        assertThat(registered.header("Location")).isEqualTo(path(productId)).contains("a%3Bb-");
        assertThat(calls.receive(productId, "main", 1).status()).isEqualTo(200);
        assertThat(calls.reserve(productId, orderId, 5).status()).isEqualTo(200);
        assertThat(calls.cancel(productId, orderId).status()).isEqualTo(200);
        assertThat(calls.product(productId).body().get("productId").asString())
                .isEqualTo(productId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/events"})
    void an_unknown_query_parameter_is_refused_on_each_read(String read) {
        String productId = calls.product(10);

        calls.get(path(productId) + read + "?quantity=2").assertMalformed("quantity");
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

            answer.assertMalformed("body");
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
}
