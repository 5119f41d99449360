package io.stockledger.clock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class SteadyClockTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Instant system = NOON;
    private long nanos = Long.MAX_VALUE - 1_000_000;
    private final SteadyClock clock = new SteadyClock(() -> system, () -> nanos);

    SteadyClockTest() {
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void time_follows_a_system_clock_that_runs_normally() {
        for (int second = 1; second <= 100; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(second));
        }
    }

    @Test
    void time_follows_a_long_pause_between_two_readings() {
        pass(Duration.ofDays(3));

        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(3)));
    }

    @Test
    void a_small_step_forward_is_followed_at_once() {
        step(SteadyClock.STEP_MAX);

        assertThat(clock.instant()).isEqualTo(NOON.plus(SteadyClock.STEP_MAX));
    }

    @Test
    void after_a_large_step_forward_time_goes_on_from_before_the_step() {
        step(Duration.ofDays(1));
        assertThat(clock.instant()).isEqualTo(NOON);

        pass(Duration.ofSeconds(7));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(7));

        pass(SteadyClock.SETTLE_TIME.minusSeconds(7).minusNanos(1));
        assertThat(clock.instant()).isEqualTo(NOON.plus(SteadyClock.SETTLE_TIME).minusNanos(1));
    }

    @Test
    void a_large_step_forward_is_adopted_once_it_has_lasted_for_the_settle_time() {
        step(Duration.ofDays(1));
        clock.instant();
        pass(SteadyClock.SETTLE_TIME);

        assertThat(clock.instant()).isEqualTo(system);
        pass(Duration.ofSeconds(1));
        assertThat(clock.instant()).isEqualTo(system);
    }

    @Test
    void a_step_forward_that_is_taken_back_in_time_has_no_effect() {
        step(Duration.ofDays(1));
        clock.instant();
        pass(Duration.ofSeconds(30));
        clock.instant();
        step(Duration.ofDays(-1));
        pass(Duration.ofSeconds(1));

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(31)).isEqualTo(system);
    }

    @Test
    void each_step_forward_has_to_last_for_the_whole_settle_time() {
        step(Duration.ofDays(1));
        clock.instant();
        pass(Duration.ofSeconds(59));
        step(Duration.ofDays(-1));
        clock.instant();
        step(Duration.ofDays(1));
        clock.instant();
        pass(Duration.ofSeconds(59));

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(118));
    }

    @Test
    void a_large_step_back_is_followed_at_once() {
        pass(Duration.ofHours(5));
        clock.instant();
        step(Duration.ofHours(-4));

        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        pass(Duration.ofSeconds(1));
        assertThat(clock.instant()).isEqualTo(system);
    }

    @Test
    void an_adopted_step_forward_can_be_taken_back() {
        step(Duration.ofDays(1));
        clock.instant();
        pass(SteadyClock.SETTLE_TIME);
        clock.instant();
        step(Duration.ofDays(-1));

        assertThat(clock.instant()).isEqualTo(NOON.plus(SteadyClock.SETTLE_TIME));
    }

    @Test
    void a_step_forward_after_an_adopted_one_has_to_last_as_well() {
        step(Duration.ofDays(1));
        clock.instant();
        pass(SteadyClock.SETTLE_TIME);
        Instant adopted = clock.instant();
        step(Duration.ofDays(1));

        assertThat(clock.instant()).isEqualTo(adopted);
    }

    @Test
    void during_a_small_step_back_time_stands_still() {
        pass(Duration.ofSeconds(10));
        clock.instant();
        step(Duration.ofMillis(-900));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));

        pass(Duration.ofMillis(500));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));

        pass(Duration.ofMillis(500));
        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(10_100));
    }

    @Test
    void many_small_steps_back_never_hold_time_for_longer_than_the_limit() {
        for (int i = 0; i < 10; i++) {
            step(Duration.ofMillis(-900));
            Instant read = clock.instant();
            assertThat(Duration.between(system, read)).isLessThanOrEqualTo(SteadyClock.HOLD_MAX);
        }
    }

    /** Lets time pass on both clocks. */
    private void pass(Duration time) {
        system = system.plus(time);
        nanos += time.toNanos();
    }

    /** Sets the system clock. */
    private void step(Duration step) {
        system = system.plus(step);
    }
}
