package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.Seeds;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Many concurrent baskets with common products on scarce stock, at two instances. */
class BasketsIT {

    private static final int BASKETS = 200;
    private static final int LINES = 50;
    private static final int PRODUCTS = 80;
    private static final int STOCK = 60;

    private final Map<String, Map<String, Long>> wanted = new ConcurrentHashMap<>();
    private final Set<String> granted = ConcurrentHashMap.newKeySet();

    @Test
    void baskets_never_reserve_more_than_the_stock_and_each_is_reserved_completely_or_not_at_all() {
        Random random = Seeds.one("overlapping baskets");
        RunningCommandService shared = RunningCommandService.shared();
        Calls one = new Calls(shared.url());
        var products = new ArrayList<String>();
        for (int i = 0; i < PRODUCTS; i++) {
            products.add(one.product(STOCK));
        }
        try (RunningCommandService sibling = shared.startSibling()) {
            Calls other = new Calls(sibling.url());
            var start = new CountDownLatch(1);
            var clients = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < BASKETS; i++) {
                Calls calls = i % 2 == 0 ? one : other;
                String order = "basket-" + random.nextLong();
                List<String> lines = basket(order, products, random);
                clients.add(
                        CompletableFuture.runAsync(
                                () -> reserve(calls, order, lines, start),
                                Thread::startVirtualThread));
            }
            start.countDown();
            clients.forEach(client -> client.orTimeout(120, TimeUnit.SECONDS).join());
        }

        assertThat(granted).hasSizeGreaterThan(5).hasSizeLessThan(BASKETS);
        var reserved = new HashMap<String, Map<String, Long>>();
        for (String product : products) {
            long sum = 0;
            for (JsonNode event :
                    one.get(path(product) + "/events?limit=1000").body().get("events")) {
                if (event.at("/payload/type").asString().equals("StockReserved")) {
                    long quantity = event.at("/payload/quantity").asLong();
                    sum += quantity;
                    reserved.computeIfAbsent(
                                    event.at("/payload/orderId").asString(), _ -> new HashMap<>())
                            .merge(product, quantity, Long::sum);
                }
            }
            assertThat(sum).isLessThanOrEqualTo(STOCK);
        }
        var whole = new HashMap<>(wanted);
        whole.keySet().retainAll(granted);
        assertThat(reserved).isEqualTo(whole);
    }

    /** A basket of fifty lines, some of them on the same product. */
    private List<String> basket(String order, List<String> products, Random random) {
        var lines = new ArrayList<String>();
        var quantities = new HashMap<String, Long>();
        for (int i = 0; i < LINES; i++) {
            String product = products.get(random.nextInt(products.size()));
            long quantity = 1L + random.nextInt(3);
            quantities.merge(product, quantity, Long::sum);
            lines.add(Calls.line(product, quantity));
        }
        wanted.put(order, quantities);
        return lines;
    }

    private void reserve(Calls calls, String order, List<String> lines, CountDownLatch start) {
        try {
            assertThat(start.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Answer answer = calls.basket(order, lines);
        if (answer.status() == 200) {
            granted.add(order);
            assertThat(answer.body().get("lines")).hasSize(new HashSet<>(lines(answer)).size());
        } else {
            assertThat(answer.problem()).isEqualTo("insufficient-stock");
            assertThat(answer.body().get("lines")).isNotEmpty();
        }
    }

    private static List<String> lines(Answer answer) {
        return answer.body()
                .get("lines")
                .valueStream()
                .map(line -> line.get("productId").asString())
                .toList();
    }
}
