package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.line;
import static io.stockledger.command.testing.Calls.orderPath;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.http.EveryCommand.Step;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A command that is sent twice with one key takes effect once. */
class IdempotencyIT {

    private static final String KEY = "Idempotency-Key";
    private static final int READ_TIMEOUT_MS = 60_000;

    private final RunningCommandService service = RunningCommandService.shared();
    private final Calls calls = new Calls(service.url());

    @Test
    void a_repeated_command_gets_its_first_answer_and_records_nothing() {
        String product = Calls.newProduct();
        for (Step step : EveryCommand.steps(product)) {
            String key = UUID.randomUUID().toString();

            Answer first = step.send(calls, KEY, key);
            long version = calls.version(product);
            Answer second = step.send(calls, KEY, key);

            assertThat(first.status()).as("%s: %s", step, first.body()).isBetween(200, 201);
            assertThat(first.header("Idempotency-Replayed")).isEmpty();
            assertThat(second.header("Idempotency-Replayed")).as("%s", step).isEqualTo("true");
            assertThat(second.status()).isEqualTo(first.status());
            assertThat(second.response().body()).isEqualTo(first.response().body());
            assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
            assertThat(second.header("Location")).isEqualTo(first.header("Location"));
            assertThat(calls.version(product)).as("%s", step).isEqualTo(version);
        }
    }

    @Test
    void a_repeat_after_later_commands_gets_its_first_answer_and_changes_nothing() {
        String product = Calls.newProduct();
        List<Step> steps = EveryCommand.steps(product);
        var first = new ArrayList<Answer>();
        for (int i = 0; i < steps.size(); i++) {
            first.add(steps.get(i).send(calls, KEY, product + i));
        }
        long version = calls.version(product);

        for (int i = 0; i < steps.size(); i++) {
            Answer again = steps.get(i).send(calls, KEY, product + i);

            assertThat(again.response().body()).isEqualTo(first.get(i).response().body());
            assertThat(again.header("ETag")).isEqualTo(first.get(i).header("ETag"));
        }
        assertThat(calls.version(product)).isEqualTo(version);
    }

    @Test
    void a_key_of_another_command_is_refused_before_all_other_refusals() {
        String product = calls.product(10);
        String key = "key of " + product;
        assertThat(calls.receive(product, "main", 1, KEY, key).status()).isEqualTo(200);

        assertReused(calls.receive(product, "main", 2, KEY, key), key);
        assertReused(calls.receive(product, "main", 1, KEY, key, "If-Match", "\"1\""), key);
        assertReused(calls.receive(Calls.newProduct(), "main", 1, KEY, key), key);
        assertReused(calls.reserve(product, "o-1", 999, KEY, key), key);
        assertReused(calls.delete(orderPath("nobody") + "/reservations", KEY, key), key);
        assertReused(calls.basket("o", List.of(line("nothing", 1)), KEY, key), key);
        assertReused(calls.put(Calls.path(product) + "/archive", "", KEY, key), key);
        assertReused(
                calls.patch(
                        orderPath("nobody") + "/reservations",
                        "{\"expiresInSeconds\":60}",
                        KEY,
                        key),
                key);
        assertReused(
                calls.command(
                        product,
                        "returns",
                        "{\"orderId\":\"o\",\"warehouseId\":\"main\",\"quantity\":1,"
                                + "\"reason\":\"r\"}",
                        KEY,
                        key),
                key);
        assertThat(calls.receive(product, "main", 1, KEY, key).status()).isEqualTo(200);
        assertThat(calls.version(product)).isEqualTo(2);
    }

    private static void assertReused(Answer answer, String key) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("idempotency-key-reused");
        assertThat(answer.body().get("idempotencyKey").asString()).isEqualTo(key);
    }

    @Test
    void an_absent_field_and_a_field_with_null_are_different_commands() {
        String product = calls.product(10);
        calls.command(
                product,
                "reservations",
                "{\"orderId\":\"o\",\"quantity\":5,\"expiresInSeconds\":600}");
        String reservation = Calls.path(product) + "/reservations/o";
        assertThat(calls.patch(reservation, "{\"quantity\":4}", KEY, product).status())
                .isEqualTo(200);

        for (String other :
                List.of(
                        "{\"quantity\":4,\"expiresInSeconds\":null}",
                        "{\"quantity\":4,\"warehouseId\":null}",
                        "{\"quantity\":4,\"warehouseId\":\"main\"}")) {
            assertReused(calls.patch(reservation, other, KEY, product), product);
        }
        assertThat(calls.version(product)).isEqualTo(3);
    }

    @Test
    void a_command_that_changes_nothing_does_not_use_up_its_key() {
        String product = calls.product(10);

        Answer nothing = calls.patch(Calls.path(product), "{\"name\":\"Lamp\"}", KEY, product);
        Answer other = calls.patch(Calls.path(product), "{\"name\":\"Light\"}", KEY, product);

        assertThat(nothing.status()).isEqualTo(200);
        assertThat(nothing.body().get("events").isEmpty()).isTrue();
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("Idempotency-Replayed")).isEmpty();
        assertThat(calls.version(product)).isEqualTo(2);
    }

    @Test
    void a_malformed_request_is_refused_before_a_reused_key() {
        String product = calls.product(10);
        calls.receive(product, "main", 1, KEY, product);

        assertThat(calls.command(product, "receipts", "{}", KEY, product).problem())
                .isEqualTo("malformed-request");
    }

    @Test
    void a_refused_command_does_not_use_up_its_key() {
        String product = calls.product(1);
        assertThat(calls.reserve(product, "o-1", 5, KEY, product).problem())
                .isEqualTo("insufficient-stock");
        calls.receive(product, "main", 9);

        Answer answer = calls.reserve(product, "o-1", 5, KEY, product);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void a_key_of_255_characters_with_inner_blanks_is_accepted() {
        String product = calls.product(1);
        String key = "\"" + product + " " + "~".repeat(253 - product.length());

        assertThat(key).hasSize(255);
        assertThat(calls.receive(product, "main", 1, KEY, key).status()).isEqualTo(200);
        assertThat(calls.receive(product, "main", 1, KEY, key).header("Idempotency-Replayed"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Idempotency-Key:\r\n",
                "Idempotency-Key:   \r\n",
                "256",
                "Idempotency-Key: schl\u00fcssel\r\n",
                "Idempotency-Key: a\u0080b\r\n",
                "Idempotency-Key: a\r\nIdempotency-Key: b\r\n",
                "Idempotency-Key: a\r\nIdempotency-Key: a\r\n"
            })
    void an_invalid_idempotency_key_is_refused_and_named(String header) throws IOException {
        String product = calls.product(1);
        String keys = header.equals("256") ? KEY + ": " + "k".repeat(256) + "\r\n" : header;

        for (Step step : EveryCommand.steps(product)) {
            String answer = raw(step, keys);

            assertThat(answer).as("%s", step).startsWith("HTTP/1.1 400");
            assertThat(answer).contains("malformed-request", "\"field\":\"Idempotency-Key\"");
        }
        assertThat(calls.version(product)).isEqualTo(1);
    }

    private String raw(Step step, String headers) throws IOException {
        URI address = URI.create(service.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            String request =
                    "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s"
                                    .formatted(step.method(), step.path(), headers)
                            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(step.body().length(), step.body());
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void one_key_that_is_sent_to_two_instances_at_once_takes_effect_once() {
        String product = calls.product(0);
        try (RunningCommandService sibling = service.startSibling()) {
            Calls other = new Calls(sibling.url());
            for (int round = 0; round < 20; round++) {
                String key = product + round;
                var start = new CountDownLatch(1);
                var answers = new ArrayList<CompletableFuture<Answer>>();
                for (int i = 0; i < 8; i++) {
                    Calls instance = i % 2 == 0 ? calls : other;
                    answers.add(
                            CompletableFuture.supplyAsync(
                                    () -> {
                                        awaitStart(start);
                                        return instance.receive(product, "main", 1, KEY, key);
                                    },
                                    Thread::startVirtualThread));
                }
                start.countDown();

                assertThat(answers)
                        .extracting(a -> a.orTimeout(60, TimeUnit.SECONDS).join().status())
                        .containsOnly(200);
                assertThat(answers)
                        .extracting(a -> a.join().response().body())
                        .containsOnly(answers.getFirst().join().response().body());
                assertThat(answers)
                        .filteredOn(a -> a.join().header("Idempotency-Replayed").isEmpty())
                        .hasSize(1);
            }
        }
        assertThat(calls.version(product)).isEqualTo(21);
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
