package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.Seeds;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Many clients that reserve the last units of a product at the same time. */
class OversellIT {

    private static final int CLIENTS = 64;
    private static final int STOCK = 1_000;

    private static RunningCommandService sibling;
    private static Calls one;
    private static Calls other;

    @BeforeAll
    static void start() {
        sibling = RunningCommandService.shared().startSibling();
        one = new Calls(RunningCommandService.shared().url());
        other = new Calls(sibling.url());
    }

    @AfterAll
    static void close() {
        sibling.close();
    }

    @Test
    void concurrent_clients_reserve_exactly_the_last_1000_units() {
        String productId = one.product(STOCK);

        long granted = reserveUntilRefused(productId, List.of(one), new Random(1), 1);

        assertThat(granted).isEqualTo(STOCK);
        assertEventsAddUp(productId, granted);
    }

    @Test
    void concurrent_clients_of_two_instances_reserve_exactly_the_last_1000_units() {
        String productId = one.product(STOCK);

        long granted = reserveUntilRefused(productId, List.of(one, other), new Random(1), 1);

        assertThat(granted).isEqualTo(STOCK);
        assertEventsAddUp(productId, granted);
    }

    @Test
    void random_quantities_never_add_up_to_more_than_the_stock() {
        Random random = Seeds.one("oversell with random quantities");
        String productId = one.product(STOCK);

        long granted = reserveUntilRefused(productId, List.of(one, other), random, 40);

        assertThat(granted).isEqualTo(STOCK);
        assertEventsAddUp(productId, granted);
    }

    /** Each client reserves until no unit is left. Returns the total of the granted quantities. */
    private static long reserveUntilRefused(
            String productId, List<Calls> instances, Random random, int quantityMax) {
        var granted = new AtomicLong();
        var start = new CountDownLatch(1);
        var clients = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < CLIENTS; i++) {
            String client = "client-" + i;
            Calls calls = instances.get(i % instances.size());
            var own = new Random(random.nextLong());
            clients.add(
                    CompletableFuture.runAsync(
                            () -> {
                                awaitStart(start);
                                granted.addAndGet(
                                        reserveAll(calls, productId, client, own, quantityMax));
                            },
                            Thread::startVirtualThread));
        }
        start.countDown();
        clients.forEach(client -> client.orTimeout(120, TimeUnit.SECONDS).join());
        return granted.get();
    }

    private static long reserveAll(
            Calls calls, String productId, String client, Random random, int quantityMax) {
        long granted = 0;
        for (int order = 0; ; order++) {
            int quantity = 1 + random.nextInt(quantityMax);
            Answer answer = calls.reserve(productId, client + "-" + order, quantity);
            if (answer.status() == 200) {
                granted += quantity;
            } else {
                assertThat(answer.problem()).isEqualTo("insufficient-stock");
                long available = answer.body().get("available").asLong();
                assertThat(available).isLessThan(quantity);
                if (available == 0) {
                    return granted;
                }
            }
        }
    }

    private static void assertEventsAddUp(String productId, long granted) {
        long reserved = 0;
        long after = 0;
        while (true) {
            JsonNode page = one.get(path(productId) + "/events?limit=1000&after=" + after).body();
            if (page.get("events").isEmpty()) {
                break;
            }
            for (JsonNode event : page.get("events")) {
                assertThat(event.get("sequenceNumber").asLong()).isEqualTo(++after);
                if (event.at("/payload/type").asString().equals("StockReserved")) {
                    reserved += event.at("/payload/quantity").asLong();
                }
            }
        }
        assertThat(reserved).isEqualTo(granted);
        JsonNode product = one.product(productId).body();
        assertThat(product.get("reservedStock").asLong()).isEqualTo(granted);
        assertThat(product.get("availableStock").asLong()).isZero();
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            assertThat(start.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
