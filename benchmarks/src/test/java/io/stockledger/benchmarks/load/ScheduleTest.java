package io.stockledger.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

class ScheduleTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Schedule schedule = new Schedule(100, new LoadTimes(2, 3));

    @Test
    void operations_are_due_at_even_intervals_from_the_start() {
        assertThat(schedule.dueUntil(0)).isEqualTo(1);
        assertThat(schedule.dueUntil(SECOND / 100 - 1)).isEqualTo(1);
        assertThat(schedule.dueUntil(SECOND / 100)).isEqualTo(2);
        assertThat(schedule.dueAt(1)).isEqualTo(SECOND / 100);
        assertThat(schedule.dueAt(100)).isEqualTo(SECOND);
    }

    @Test
    void an_operation_never_counts_as_due_before_its_time() {
        var uneven = new Schedule(33_333, new LoadTimes(0, 1));
        for (long number = 0; number < 33_333; number++) {
            assertThat(uneven.dueUntil(uneven.dueAt(number))).isGreaterThan(number);
            assertThat(uneven.dueUntil(uneven.dueAt(number) - 1)).isLessThanOrEqualTo(number + 1);
        }
    }

    @Test
    void no_operation_is_due_after_the_end() {
        assertThat(schedule.dueUntil(100 * SECOND)).isEqualTo(500);
    }

    @Test
    void the_due_operations_are_those_of_the_measured_time() {
        assertThat(schedule.dueMeasured()).isEqualTo(300);
    }

    @Test
    void operations_that_were_not_sent_are_counted() {
        assertThat(schedule.notSent(500)).isZero();
        assertThat(schedule.notSent(420)).isEqualTo(80);
    }

    @Test
    void operations_that_were_not_sent_during_the_warm_up_are_not_counted() {
        assertThat(schedule.notSent(0)).isEqualTo(300);
        assertThat(schedule.notSent(150)).isEqualTo(300);
    }
}
