package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.system.JsonClient.Answer;

import org.awaitility.core.ConditionFactory;

import java.io.IOException;
import java.time.Duration;

/** The product {@code mug}, through one command service and one query replica. Thread-safe. */
record MugStock(JsonClient commands, JsonClient queries) {

    static final Duration RECOVERED_WITHIN = Duration.ofSeconds(90);

    /** Waits for a recovery, in which a service may not answer. */
    private static ConditionFactory recovered() {
        return await().atMost(RECOVERED_WITHIN).ignoreExceptionsInstanceOf(IOException.class);
    }

    /** Registers the product with a million pieces, as soon as the command service accepts it. */
    void register() {
        recovered()
                .untilAsserted(
                        () ->
                                assertThat(
                                                commands.post(
                                                                "/v1/products",
                                                                """
                                                                {"productId": "mug", "name": "Mug", "sku": "M", "initialQuantity": 1000000}
                                                                """,
                                                                "Idempotency-Key",
                                                                "mug")
                                                        .status())
                                        .isEqualTo(201));
    }

    void reserve(String order, int quantity) throws Exception {
        assertThat(tryToReserve(order, quantity).status()).isEqualTo(200);
    }

    /** Reserves with the order as the idempotency key. */
    Answer tryToReserve(String order, int quantity) throws Exception {
        return commands.post(
                "/v1/products/mug/reservations",
                "{\"orderId\": \"%s\", \"quantity\": %d}".formatted(order, quantity),
                "Idempotency-Key",
                order);
    }

    /** Repeats the command with its key, as a client does after 503. */
    void awaitAccepted(String order, int quantity) {
        recovered()
                .untilAsserted(
                        () -> assertThat(tryToReserve(order, quantity).status()).isEqualTo(200));
    }

    void awaitReserved(long reserved) {
        recovered()
                .untilAsserted(
                        () -> {
                            Answer view = queries.get("/v1/inventory/mug");
                            assertThat(view.status()).isEqualTo(200);
                            assertThat(view.body().get("reservedStock").longValue())
                                    .isEqualTo(reserved);
                        });
    }

    /** Waits until commands are refused because the log lacks events, and the replica says so. */
    void awaitHalted() {
        recovered()
                .untilAsserted(
                        () -> {
                            Answer refused = tryToReserve("halted", 1);
                            assertThat(refused.status()).isEqualTo(503);
                            assertThat(refused.body().get("type").stringValue())
                                    .isEqualTo("urn:stockledger:problem:log-halted");
                        });
        recovered()
                .untilAsserted(
                        () ->
                                assertThat(queries.get("/actuator/health/readiness").status())
                                        .isEqualTo(503));
    }
}
