package io.stockledger.command.http;

import static io.stockledger.command.http.EveryCommand.json;
import static io.stockledger.command.testing.Calls.orderPath;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Goods that come back: they are limited by what was shipped for their order. */
class ReturnsIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());
    private final String order = "o/" + UUID.randomUUID();

    @Test
    void goods_come_back_under_their_order_until_all_are_back() {
        String product = shipped(10, 5);

        Answer answer = giveBack(product, 2);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"4\"");
        assertThat(calls.lastEvent(product))
                .isEqualTo(
                        Calls.JSON.readTree(
                                json(
                                        "{'type':'StockReturned','productId':'%s','orderId':'%s',"
                                                        .formatted(product, order)
                                                + "'warehouseId':'main','quantity':2,"
                                                + "'reason':'unwanted'}")));
        assertThat(total(product)).isEqualTo(7);
        assertThat(giveBack(product, 4).problem()).isEqualTo("invalid-quantity");
        assertThat(giveBack(product, 3).status()).isEqualTo(200);
        Answer all = giveBack(product, 1);
        assertThat(all.problem()).isEqualTo("invalid-quantity");
        assertThat(all.body().get("shipped").asLong()).isEqualTo(5);
        assertThat(all.body().get("returned").asLong()).isEqualTo(5);
        assertThat(total(product)).isEqualTo(10);
    }

    @Test
    void a_shipment_that_is_undone_can_be_shipped_and_come_back_again() {
        String product = shipped(4, 4);

        assertThat(giveBack(product, 4).status()).isEqualTo(200);
        calls.reserve(product, order, 4);
        calls.ship(product, order, "main", 4);

        Answer tooMany = giveBack(product, 5);
        assertThat(tooMany.problem()).isEqualTo("invalid-quantity");
        assertThat(tooMany.body().get("shipped").asLong()).isEqualTo(8);
        assertThat(tooMany.body().get("returned").asLong()).isEqualTo(4);
        assertThat(giveBack(product, 4).status()).isEqualTo(200);
    }

    @Test
    void a_broken_piece_comes_back_as_blocked_stock() {
        String product = shipped(10, 5);

        Answer answer =
                calls.command(
                        product,
                        "returns",
                        json(
                                "{'orderId':'%s','warehouseId':'main','quantity':1,"
                                                .formatted(order)
                                        + "'reason':'broken','blocked':true}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(calls.lastEvent(product).path("blocked").asBoolean(false)).isTrue();
        JsonNode after = calls.product(product).body();
        assertThat(after.get("totalStock").asLong()).isEqualTo(6);
        assertThat(after.get("blockedStock").asLong()).isEqualTo(1);
        assertThat(after.get("availableStock").asLong()).isEqualTo(5);
    }

    @Test
    void the_lines_of_an_order_come_back_together() {
        String a = shipped(10, 5);
        String b = shipped(10, 3);

        Answer answer =
                calls.post(
                        orderPath(order) + "/returns",
                        "{\"lines\":%s}".formatted(List.of(line(a, 1), line(b, 3), line(a, 2))));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("ETag")).isEmpty();
        assertThat(answer.body().get("lines").toString())
                .isEqualTo(
                        json(
                                "[{'productId':'%1$s','quantity':1,'version':4},{'productId':'%2$s',"
                                                .formatted(a, b)
                                        + "'quantity':3,'version':4},{'productId':'%s',"
                                                .formatted(a)
                                        + "'quantity':2,'version':5}]"));
        assertThat(total(a)).isEqualTo(8);
        assertThat(total(b)).isEqualTo(10);
    }

    @Test
    void concurrent_returns_bring_no_more_back_than_was_shipped() {
        String product = shipped(20, 20);
        var answers = new ArrayList<CompletableFuture<Answer>>();
        for (int i = 0; i < 30; i++) {
            answers.add(
                    CompletableFuture.supplyAsync(
                            () -> giveBack(product, 1), Thread::startVirtualThread));
        }

        assertThat(answers)
                .extracting(answer -> answer.orTimeout(60, TimeUnit.SECONDS).join().status())
                .containsOnly(200, 422);
        assertThat(answers).filteredOn(answer -> answer.join().status() == 200).hasSize(20);
        assertThat(total(product)).isEqualTo(20);
    }

    /** A new product of which that many were shipped for the order. */
    private String shipped(long quantity, long shipped) {
        String product = calls.product(quantity);
        assertThat(calls.reserve(product, order, shipped).status()).isEqualTo(200);
        assertThat(calls.ship(product, order, "main", shipped).status()).isEqualTo(200);
        return product;
    }

    private Answer giveBack(String product, long quantity) {
        return calls.command(
                product,
                "returns",
                json(
                        "{'orderId':'%s','warehouseId':'main','quantity':%d,'reason':'unwanted'}"
                                .formatted(order, quantity)));
    }

    private static String line(String product, long quantity) {
        return json(
                "{'productId':'%s','warehouseId':'main','quantity':%d,'reason':'unwanted'}"
                        .formatted(product, quantity));
    }

    private long total(String product) {
        return calls.product(product).body().get("totalStock").asLong();
    }
}
