package io.stockledger.command.http;

import static io.stockledger.command.http.EveryCommand.json;
import static io.stockledger.command.testing.Calls.line;
import static io.stockledger.command.testing.Calls.orderPath;
import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.http.EveryCommand.Step;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The dry run of a command is answered like the command and records nothing. The dry runs of
 * refused commands are in {@link RefusalsIT} and {@link OrderRefusalsIT}.
 */
class DryRunIT {

    private static final String KEY = "Idempotency-Key";

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    @Test
    void the_dry_run_of_every_command_has_its_answer_and_leaves_its_key_free() {
        String product = Calls.newProduct();
        int i = 0;
        for (Step step : EveryCommand.steps(product)) {
            String key = product + i++;
            long before = calls.version(product);

            Answer dryRun = step.dryRun(calls, KEY, key);

            assertThat(calls.version(product)).as("%s", step).isEqualTo(before);
            Answer answer = step.send(calls, KEY, key);
            assertThat(answer.header("Idempotency-Replayed")).as("%s", step).isEmpty();
            assertThat(dryRun.status())
                    .as("%s: %s", step, dryRun.body())
                    .isEqualTo(answer.status());
            assertThat(dryRun.header("Dry-Run")).isEqualTo("true");
            assertThat(answer.header("Dry-Run")).isEmpty();
            assertThat(dryRun.header("Location")).isEqualTo(answer.header("Location"));
            assertThat(dryRun.header("ETag"))
                    .isEqualTo(step.isOfOrder() ? "" : "\"" + before + "\"");
            assertThat(dryRun.body().toString())
                    .as("%s", step)
                    .isEqualTo(foreseen(answer.body()).toString());
        }
    }

    /** The answer without the fields that only a recorded command has. */
    private static JsonNode foreseen(JsonNode answer) {
        ObjectNode expected = ((ObjectNode) answer).deepCopy();
        expected.remove("position");
        expected.path("events").forEach(event -> ((ObjectNode) event).remove("eventId"));
        return expected;
    }

    @Test
    void the_events_of_a_dry_run_have_the_numbers_that_they_would_get() {
        String product = calls.product(10);

        Answer answer =
                RefusedCall.send(
                        calls,
                        product,
                        "POST shipments {'orderId':'o','warehouseId':'main','quantity':1,"
                                + "'beyondReservation':true}",
                        "?dryRun=true");

        assertThat(answer.body().toString())
                .isEqualTo(
                        json(
                                "{'productId':'%s','version':3,'events':[".formatted(product)
                                        + "{'type':'StockReserved','sequenceNumber':2},"
                                        + "{'type':'StockShipped','sequenceNumber':3}]}"));
    }

    @Test
    void the_dry_run_of_a_command_that_changes_nothing_has_no_events() {
        String product = calls.product(10);

        Answer ofProduct = calls.delete(path(product) + "/archive?dryRun=true");
        assertThat(ofProduct.status()).isEqualTo(200);
        assertThat(ofProduct.header("ETag")).isEqualTo("\"1\"");
        assertThat(ofProduct.body().toString())
                .isEqualTo(json("{'productId':'%s','version':1,'events':[]}".formatted(product)));

        String order = "o-" + product;
        calls.basket(order, List.of(line(product, 1)));
        Answer ofOrder =
                calls.patch(
                        orderPath(order) + "/reservations?dryRun=true",
                        "{\"expiresInSeconds\":null}");
        assertThat(ofOrder.body().toString())
                .isEqualTo(json("{'orderId':'%s','lines':[]}".formatted(order)));
    }

    @Test
    void a_dry_run_with_a_known_key_replays_its_answer() {
        String product = calls.product(10);
        Answer recorded = calls.receive(product, "main", 1, KEY, product);
        String receipts = path(product) + "/receipts?dryRun=true";
        String same = json("{'warehouseId':'main','quantity':1,'reference':'delivery-1'}");

        Answer replayed = calls.post(receipts, same, KEY, product);

        assertThat(replayed.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(replayed.header("Dry-Run")).isEqualTo("true");
        assertThat(replayed.header("ETag")).isEqualTo(recorded.header("ETag"));
        assertThat(replayed.body()).isEqualTo(recorded.body());
        Answer other = calls.post(receipts, same.replace("1,", "2,"), KEY, product);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(other.header("Dry-Run")).isEqualTo("true");
        assertThat(calls.version(product)).isEqualTo(2);
    }

    @Test
    void a_basket_of_2000_lines_can_be_tried() {
        String product = calls.product(5_000);
        String lines = Collections.nCopies(2_000, line(product, 2)).toString();
        String basket = orderPath("o-" + product) + "/reservations?dryRun=true";

        Answer answer = calls.post(basket, "{\"lines\":" + lines + "}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("lines").toString())
                .isEqualTo(
                        json(
                                "[{'productId':'%s','quantity':4000,'version':2}]"
                                        .formatted(product)));
        assertThat(calls.version(product)).isEqualTo(1);
    }

    @Test
    void a_dry_run_does_not_reserve_what_it_grants() {
        String product = calls.product(1);
        String reservation = json("{'orderId':'o-%d','quantity':1}");
        String reservations = path(product) + "/reservations";

        for (int order = 1; order <= 2; order++) {
            assertThat(
                            calls.post(reservations + "?dryRun=true", reservation.formatted(order))
                                    .status())
                    .isEqualTo(200);
        }
        assertThat(calls.post(reservations, reservation.formatted(3)).status()).isEqualTo(200);
        assertThat(calls.post(reservations + "?dryRun=true", reservation.formatted(1)).problem())
                .isEqualTo("insufficient-stock");
    }

    @Test
    void a_command_with_dry_run_false_is_recorded() {
        String product = calls.product(10);

        Answer answer =
                calls.post(
                        path(product) + "/receipts?dryRun=false",
                        json("{'warehouseId':'main','quantity':1,'reference':'r'}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Dry-Run")).isEmpty();
        assertThat(answer.body().get("position").asLong()).isPositive();
        assertThat(calls.version(product)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dryRun=yes",
                "dryRun=TRUE",
                "dryRun=1",
                "dryRun=",
                "dryRun",
                "dryRun=true&dryRun=true",
                "dryRun=false&dryRun=true",
                "dryRun=true%20"
            })
    void any_other_value_is_refused_on_every_command_and_marked(String query) {
        String product = calls.product(10);
        for (Step step : EveryCommand.steps(product)) {
            Answer answer = calls.call(step.method(), step.path() + "?" + query, step.body());

            answer.assertMalformed("dryRun");
            assertThat(answer.header("Dry-Run")).as(query).isEqualTo("true");
        }
        assertThat(calls.version(product)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | receipts?dryRun=true | {} | 400",
                "POST | receipts?dryRun=true&x=1 | {} | 400",
                "POST | receipts?%64ryRun=true | {} | 400",
                "PUT | receipts?dryRun=true | {} | 405",
                "TRACE | receipts?dryRun=true | '' | 405",
                "POST | nothing?dryRun=true | {} | 404",
                "POST | receipts;a?dryRun=true | {} | 400",
                "DELETE | reservations/%00?dryRun=true | '' | 400",
                "DELETE | reservations/o-1?dryRun=true | '' | 404"
            })
    void every_answer_to_a_dry_run_is_marked(
            String method, String target, String body, int status) {
        String product = calls.product(10);

        Answer answer = calls.call(method, path(product) + "/" + target, body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.header("Dry-Run")).isEqualTo("true");
    }

    @Test
    void the_refusal_of_a_media_type_is_marked() {
        String receipts = path(calls.product(10)) + "/receipts?dryRun=true";
        var statuses = new ArrayList<Integer>();
        for (String[] header :
                new String[][] {{"Content-Type", "text/plain"}, {"Accept", "text/csv"}}) {
            Answer answer =
                    calls.send(
                            calls.request(receipts, "Content-Type", "application/json")
                                    .setHeader(header[0], header[1])
                                    .POST(BodyPublishers.ofString("{}")));
            statuses.add(answer.status());
            assertThat(answer.header("Dry-Run")).isEqualTo("true");
        }
        assertThat(statuses).containsExactly(415, 406);
    }

    @Test
    void bulk_requests_and_reads_have_no_dry_run() {
        String product = calls.product(10);

        Answer bulk =
                calls.send(
                        calls.request(
                                        "/v1/commands?dryRun=true",
                                        "Content-Type",
                                        "application/x-ndjson")
                                .POST(BodyPublishers.ofString("")));

        bulk.assertMalformed("dryRun");
        calls.get(path(product) + "?dryRun=true").assertMalformed("dryRun");
        calls.get(path(product) + "/events?dryRun=true").assertMalformed("dryRun");
        JsonNode line =
                calls.bulk(
                                json(
                                        "{'type':'archive-product','productId':'%s','dryRun':true}"
                                                .formatted(product)))
                        .getFirst();
        assertThat(line.at("/errors/0/field").asString()).isEqualTo("dryRun");
        assertThat(calls.version(product)).isEqualTo(1);
    }
}
