package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.line;
import static io.stockledger.command.testing.Calls.orderPath;
import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.expiry.ExpirySweep;
import io.stockledger.command.expiry.Housekeeping;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.teststack.SettableClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reservations that expire, by a clock that the test advances. */
class ExpiryIT {

    private static final SettableClock CLOCK =
            new SettableClock(Instant.parse("2026-03-01T12:00:00.123Z"));

    private static final RunningCommandService SERVICE = RunningCommandService.startWith(CLOCK);

    private final Calls calls = new Calls(SERVICE.url());
    private final String order = UUID.randomUUID().toString();

    @BeforeAll
    static void stopTheSweepOfTheService() {
        SERVICE.bean(Housekeeping.class).stop();
    }

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    @Test
    void a_reservation_holds_stock_until_its_expiry_instant_and_no_longer() {
        String product = calls.product(10);
        Instant end = CLOCK.instant().plusSeconds(60);
        Answer reserved = reserve(product, order, 10, "\"expiresInSeconds\": 60");
        assertThat(reserved.status()).isEqualTo(200);
        assertThat(lastEvent(product).at("/payload/expiresAt").asString())
                .isEqualTo(end.toString());

        CLOCK.set(end.minusMillis(1));
        assertThat(available(product)).isZero();
        assertThat(calls.reserve(product, "other", 1).problem()).isEqualTo("insufficient-stock");
        assertThat(calls.reserve(product, order, 1).problem()).isEqualTo("reservation-exists");

        CLOCK.set(end);
        assertThat(available(product)).isEqualTo(10);
        assertThat(calls.ship(product, order, "main", 1).problem())
                .isEqualTo("reservation-not-found");
        assertThat(calls.cancel(product, order).problem()).isEqualTo("reservation-not-found");
        assertThat(calls.reserve(product, "other", 10).status()).isEqualTo(200);
    }

    @Test
    void the_sweep_records_an_expiry_once_and_deletes_its_deadline() {
        String product = calls.product(10);
        reserve(product, order, 4, "\"expiresInSeconds\": 1");
        reserve(product, "stays", 4, "\"expiresInSeconds\": 1000");
        ExpirySweep sweep = SERVICE.bean(ExpirySweep.class);

        sweep.sweep();
        assertThat(calls.version(product)).isEqualTo(3);

        CLOCK.set(CLOCK.instant().plusSeconds(1));
        sweep.sweep();
        sweep.sweep();
        JsonNode event = lastEvent(product);
        assertThat(event.get("sequenceNumber").asLong()).isEqualTo(4);
        assertThat(event.at("/payload/type").asString()).isEqualTo("ReservationExpired");
        assertThat(event.at("/payload/orderId").asString()).isEqualTo(order);
        assertThat(event.at("/payload/quantity").asLong()).isEqualTo(4);
        assertThat(deadlines(product)).isEqualTo(1);
        assertThat(calls.product(product).body().get("reservedStock").asLong()).isEqualTo(4);
    }

    @Test
    void an_extension_moves_the_expiry_to_that_duration_from_now() {
        String product = calls.product(10);
        Instant start = CLOCK.instant();
        reserve(product, order, 4, "\"expiresInSeconds\": 10");
        CLOCK.set(start.plusSeconds(9));

        Answer extended = reserve(product, order, 4, "\"expiresInSeconds\": 10, \"extend\": true");

        assertThat(extended.body().at("/events/0/type").asString())
                .isEqualTo("ReservationExtended");
        CLOCK.set(start.plusSeconds(19).minusMillis(1));
        SERVICE.bean(ExpirySweep.class).sweep();
        assertThat(available(product)).isEqualTo(6);
        CLOCK.set(start.plusSeconds(19));
        assertThat(available(product)).isEqualTo(10);
        assertThat(reserve(product, order, 5, "\"expiresInSeconds\": 10").status()).isEqualTo(200);
    }

    @Test
    void an_extension_with_another_quantity_is_refused_as_a_second_reservation() {
        String product = calls.product(10);
        reserve(product, order, 4, "\"expiresInSeconds\": 10");

        assertThat(
                        reserve(product, order, 5, "\"expiresInSeconds\": 10, \"extend\": true")
                                .problem())
                .isEqualTo("reservation-exists");
    }

    @Test
    void a_new_reservation_of_an_expired_order_records_the_expiry_first() {
        String product = calls.product(10);
        reserve(product, order, 4, "\"expiresInSeconds\": 10");
        CLOCK.set(CLOCK.instant().plusSeconds(10));

        Answer again = calls.basket(order, List.of(line(product, 9)));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().at("/lines/0").toString())
                .isEqualTo(
                        "{\"productId\":\"%s\",\"quantity\":9,\"version\":4}".formatted(product));
        Answer single = reserve(product, "x" + order, 1, "\"expiresInSeconds\": 10");
        CLOCK.set(CLOCK.instant().plusSeconds(10));
        assertThat(single.status()).isEqualTo(200);
        Answer singleAgain = calls.reserve(product, "x" + order, 1);
        assertThat(singleAgain.body().get("events"))
                .extracting(e -> e.get("type").asString())
                .containsExactly("ReservationExpired", "StockReserved");
        assertThat(singleAgain.header("ETag")).isEqualTo("\"7\"");
    }

    @Test
    void all_lines_of_a_basket_expire_at_the_same_instant() {
        String a = calls.product(10);
        String b = calls.product(10);
        calls.post(
                orderPath(order) + "/reservations",
                "{\"expiresInSeconds\": 2592000, \"lines\": %s}"
                        .formatted(List.of(line(a, 1), line(b, 2))));
        Instant end = CLOCK.instant().plusSeconds(2_592_000);

        CLOCK.set(end.minusMillis(1));
        assertThat(List.of(available(a), available(b))).containsExactly(9L, 8L);
        CLOCK.set(end);
        assertThat(List.of(available(a), available(b))).containsExactly(10L, 10L);
        assertThat(calls.delete(orderPath(order) + "/reservations").problem())
                .isEqualTo("reservation-not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"expiresInSeconds\": 0",
                "\"expiresInSeconds\": -1",
                "\"expiresInSeconds\": 2592001",
                "\"expiresInSeconds\": 1.5",
                "\"expiresInSeconds\": 1e3",
                "\"expiresInSeconds\": \"5\"",
                "\"expiresInSeconds\": 99999999999999999999",
                "\"expiresInSeconds\": true",
                "\"extend\": true",
                "\"extend\": true, \"expiresInSeconds\": null"
            })
    void a_malformed_expiry_is_refused_and_named(String fields) {
        String product = calls.product(10);

        Answer answer = reserve(product, order, 1, fields);

        answer.assertMalformed("expiresInSeconds");
        assertThat(answer.fields()).hasSize(1);
        assertThat(calls.version(product)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"true\"", "[]"})
    void an_extend_flag_that_is_not_true_or_false_is_refused(String extend) {
        reserve(calls.product(1), order, 1, "\"expiresInSeconds\": 5, \"extend\": " + extend)
                .assertMalformed("extend");
    }

    private Answer reserve(String product, String orderId, long quantity, String fields) {
        return calls.command(
                product,
                "reservations",
                "{\"orderId\": \"%s\", \"quantity\": %d, %s}".formatted(orderId, quantity, fields));
    }

    private long available(String product) {
        return calls.product(product).body().get("availableStock").asLong();
    }

    private JsonNode lastEvent(String product) {
        JsonNode events = calls.get(path(product) + "/events").body().get("events");
        return events.get(events.size() - 1);
    }

    private static long deadlines(String product) {
        return SERVICE.bean(JdbcClient.class)
                .sql("SELECT count(*) FROM reservation_deadlines WHERE product_id = ?")
                .param(product)
                .query(Long.class)
                .single();
    }
}
