package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.Seeds;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that repeat their requests at random, at two instances on one event store. At the same
 * time one instance is repeatedly killed and restarted, and the connections of both instances to
 * the database are terminated.
 */
class RetriesIT {

    private static final int CLIENTS = 12;
    private static final int PRODUCTS = 3;
    private static final int STOCK = 100;
    private static final int REPEATS_MAX = 3;

    private static final String CUT =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = ? AND application_name = 'stockledger-command'
            ORDER BY random() LIMIT 3
            """;

    private final Queue<String> granted = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    /** Keys of abandoned requests, which may arrive after their repeat has been answered. */
    private final Queue<String> abandoned = new ConcurrentLinkedQueue<>();

    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    @Timeout(600)
    void every_key_takes_effect_once_and_every_granted_unit_is_in_the_log_once() throws Exception {
        Random random = Seeds.one("repeated requests");
        try (RunningCommandService stays = RunningCommandService.start();
                ServiceProcess killed =
                        RunningCommandService.startProcess(stays.database(), stays.topic())) {
            Calls one = new Calls(stays.url());
            Calls other = new Calls(killed.url());
            var products = new ArrayList<String>();
            for (int i = 0; i < PRODUCTS; i++) {
                products.add(one.product(STOCK));
            }
            killed.awaitReady();
            var clients = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < CLIENTS; i++) {
                String client = "client-" + i;
                var own = new Random(random.nextLong());
                clients.add(
                        CompletableFuture.runAsync(
                                () -> sendUntilEnough(List.of(one, other), products, client, own),
                                Thread::startVirtualThread));
            }

            disturb(stays.database().name(), 6);
            killed.kill();
            disturb(stays.database().name(), 3);
            killed.restart();
            killed.awaitReady();
            disturb(stays.database().name(), 6);
            enough.set(true);
            clients.forEach(client -> client.orTimeout(200, TimeUnit.SECONDS).join());

            assertThat(unexpected).isEmpty();
            checkLog(stays.recordedLog(), products);
        }
    }

    /** Terminates connections repeatedly, each time after the clients have made progress. */
    private void disturb(String database, int times) throws SQLException {
        try (Connection administrator = TestStack.shared().connectAsAdministrator();
                PreparedStatement cut = administrator.prepareStatement(CUT)) {
            cut.setString(1, database);
            for (int i = 0; i < times; i++) {
                int goal = done() + 30;
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> done() >= goal);
                cut.execute();
            }
        }
    }

    private int done() {
        return granted.size() + refused.size() + received.size();
    }

    private void sendUntilEnough(
            List<Calls> instances, List<String> products, String client, Random random) {
        for (int i = 0; !enough.get(); i++) {
            String key = client + "/" + i;
            String product = products.get(random.nextInt(products.size()));
            boolean reserves = random.nextInt(3) > 0;
            Answer first = sendUntilAnswered(instances, product, key, reserves, random);
            if (first.status() == 200) {
                (reserves ? granted : received).add(key);
            } else if (reserves && first.problem().equals("insufficient-stock")) {
                refused.add(key);
                continue;
            } else {
                unexpected.add(first.status() + " " + first.response().body());
            }
            for (int repeats = random.nextInt(REPEATS_MAX); repeats > 0; repeats--) {
                Answer again = sendUntilAnswered(instances, product, key, reserves, random);
                if (!again.response().body().equals(first.response().body())
                        || again.header("Idempotency-Replayed").isEmpty()) {
                    unexpected.add(again.status() + " " + again.response().body());
                }
            }
        }
    }

    /** Sends the request with the same key to both instances in turn until one of them answers. */
    private Answer sendUntilAnswered(
            List<Calls> instances, String product, String key, boolean reserves, Random random) {
        for (int i = random.nextInt(instances.size()); ; i = (i + 1) % instances.size()) {
            Calls calls = instances.get(i);
            try {
                if (random.nextInt(8) == 0) {
                    abandon(calls, product, key, reserves);
                }
                Answer answer = send(calls, product, key, reserves);
                if (answer.status() != 503) {
                    return answer;
                }
            } catch (UncheckedIOException _) {
                // The instance is killed or still starting.
            }
            failures.incrementAndGet();
        }
    }

    private static Answer send(Calls calls, String product, String key, boolean reserves) {
        return reserves
                ? calls.reserve(product, key, 1, "Idempotency-Key", key)
                : calls.command(
                        product,
                        "receipts",
                        "{\"warehouseId\":\"main\",\"quantity\":1,\"reference\":\"%s\"}"
                                .formatted(key),
                        "Idempotency-Key",
                        key);
    }

    /** Sends the request and closes the connection about when the answer arrives. */
    private void abandon(Calls calls, String product, String key, boolean reserves) {
        abandoned.add(key);
        Thread caller = Thread.ofVirtual().start(() -> ignore(calls, product, key, reserves));
        try {
            caller.join(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 6)));
            caller.interrupt();
            caller.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void ignore(Calls calls, String product, String key, boolean reserves) {
        try {
            send(calls, product, key, reserves);
        } catch (UncheckedIOException | IllegalStateException _) {
            // The connection was closed on purpose.
        }
    }

    private void checkLog(EventStore log, List<String> products) {
        Map<String, Integer> effects = new HashMap<>();
        for (String product : products) {
            long reserved = 0;
            long total = STOCK;
            for (var event : log.load(product, Integer.MAX_VALUE)) {
                switch (event.payload()) {
                    case StockReserved e -> {
                        effects.merge(e.orderId(), 1, Integer::sum);
                        reserved += e.quantity();
                        assertThat(reserved).isLessThanOrEqualTo(total);
                    }
                    case StockReceived e -> {
                        effects.merge(e.reference(), 1, Integer::sum);
                        total += e.quantity();
                    }
                    default -> assertThat(event.sequenceNumber()).isEqualTo(1);
                }
            }
        }
        System.out.printf(
                "%d granted, %d refused, %d received, %d tries failed%n",
                granted.size(), refused.size(), received.size(), failures.get());
        assertThat(failures.get()).isPositive();
        assertThat(effects.values()).as("no command is recorded twice").containsOnly(1);
        var acknowledged = new ArrayList<>(granted);
        acknowledged.addAll(received);
        assertThat(effects.keySet())
                .as("every acknowledged command is recorded")
                .containsAll(acknowledged);
        var others = new HashSet<>(effects.keySet());
        others.removeAll(acknowledged);
        assertThat(abandoned)
                .as("all other commands were abandoned and arrived late")
                .containsAll(others);
    }
}
