package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.clock.SteadyClock;
import io.stockledger.command.expiry.ExpirySweep;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.RunningCommandService;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Reservations while the system clock jumps. The test sweeps itself. */
class ClockJumpsIT {

    private static final Duration DAY = Duration.ofDays(1);

    private final JumpingClock clock = new JumpingClock();
    private final RunningCommandService service =
            RunningCommandService.startWith(clock, "stockledger.command.expiry-sweep-ms=60000");
    private final Calls calls = new Calls(service.url());

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void after_a_jump_forward_nothing_lapses_until_the_settle_time() {
        String product = reserved(60);
        clock.jump(DAY);
        sweep();
        assertHeld(product);

        clock.pass(SteadyClock.SETTLE_TIME.minusSeconds(1));
        sweep();
        assertHeld(product);

        clock.pass(Duration.ofSeconds(1));
        sweep();
        assertExpired(product);
    }

    @Test
    void after_a_jump_forward_that_is_taken_back_in_time_a_reservation_lapses_at_its_instant() {
        String product = reserved(60);
        clock.jump(DAY);
        sweep();
        clock.pass(Duration.ofSeconds(30));
        sweep();
        clock.jump(DAY.negated());
        clock.pass(Duration.ofSeconds(29));
        sweep();
        assertHeld(product);

        clock.pass(Duration.ofSeconds(1));
        sweep();
        assertExpired(product);
    }

    @Test
    void after_an_adopted_jump_is_taken_back_everything_goes_on_at_the_right_time() {
        String before = reserved(600);
        clock.jump(DAY);
        assertHeld(before);
        clock.pass(SteadyClock.SETTLE_TIME);
        assertThat(available(before)).isEqualTo(10);

        clock.jump(DAY.negated());
        assertHeld(before);
        String after = reserved(60);
        clock.pass(Duration.ofSeconds(59));
        sweep();
        assertHeld(after);
        clock.pass(Duration.ofSeconds(1));
        sweep();
        assertExpired(after);
        assertHeld(before);
        clock.pass(Duration.ofMinutes(8));
        sweep();
        assertExpired(before);
    }

    @Test
    void a_deadline_that_is_no_longer_due_after_the_pass_is_kept() {
        String product = reserved(60);
        clock.aheadForTheNextReadingOf(Thread.currentThread(), DAY);

        sweep();

        assertHeld(product);
        assertThat(deadlines(product)).isEqualTo(1);
        clock.pass(Duration.ofMinutes(1));
        sweep();
        assertExpired(product);
        assertThat(deadlines(product)).isZero();
    }

    private void sweep() {
        service.bean(ExpirySweep.class).sweep();
    }

    /** Makes a product with a quantity of 10 that an order holds for some seconds. */
    private String reserved(int expiresInSeconds) {
        String product = calls.product(10);
        assertThat(
                        calls.command(
                                        product,
                                        "reservations",
                                        "{\"orderId\": \"%s\", \"quantity\": 10, \"expiresInSeconds\": %d}"
                                                .formatted(UUID.randomUUID(), expiresInSeconds))
                                .status())
                .isEqualTo(200);
        return product;
    }

    private void assertHeld(String product) {
        assertThat(available(product)).isZero();
        assertThat(calls.reserve(product, "other", 1).problem()).isEqualTo("insufficient-stock");
        assertThat(calls.version(product)).isEqualTo(2);
    }

    private void assertExpired(String product) {
        assertThat(available(product)).isEqualTo(10);
        JsonNode events = calls.get(path(product) + "/events").body().get("events");
        assertThat(events.get(events.size() - 1).at("/payload/type").asString())
                .isEqualTo("ReservationExpired");
        assertThat(events).hasSize(3);
    }

    private long available(String product) {
        return calls.product(product).body().get("availableStock").asLong();
    }

    private long deadlines(String product) {
        return service.bean(JdbcClient.class)
                .sql("SELECT count(*) FROM reservation_deadlines WHERE product_id = ?")
                .param(product)
                .query(Long.class)
                .single();
    }

    /** A steady clock over a system clock that the test sets. */
    private static final class JumpingClock extends Clock {

        private final AtomicReference<Instant> system =
                new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
        private final AtomicLong nanos = new AtomicLong();
        private final SteadyClock steady = new SteadyClock(system::get, nanos::get);
        private final AtomicReference<@Nullable Thread> ahead = new AtomicReference<>();
        private volatile Duration by = Duration.ZERO;

        /** Sets the system clock. */
        synchronized void jump(Duration step) {
            system.updateAndGet(now -> now.plus(step));
        }

        /** Lets time pass; no other thread sees it pass on one of both clocks only. */
        synchronized void pass(Duration time) {
            steady.instant();
            nanos.addAndGet(time.toNanos());
            jump(time);
        }

        /** Shows one thread a time that is ahead, once. */
        void aheadForTheNextReadingOf(Thread thread, Duration step) {
            by = step;
            ahead.set(thread);
        }

        @Override
        public synchronized Instant instant() {
            Instant now = steady.instant();
            return ahead.compareAndSet(Thread.currentThread(), null) ? now.plus(by) : now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the services use UTC");
        }
    }
}
