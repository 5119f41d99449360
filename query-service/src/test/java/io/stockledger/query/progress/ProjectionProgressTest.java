package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.progress.ProgressRows.Held;
import io.stockledger.query.progress.ProjectionProgress.Status;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class ProjectionProgressTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void an_idle_log_is_no_lag_however_old_its_last_event_is() {
        assertThat(progress(0, NOON.minusSeconds(1), true, NOON, 0).lagMs(NOON)).isZero();
    }

    @Test
    void the_lag_grows_while_kafka_is_not_seen() {
        ProjectionProgress progress = progress(0, NOON, true, NOON, 0);
        assertThat(progress.lagMs(NOON.plusMillis(2_000))).isZero();
        assertThat(progress.lagMs(NOON.plusMillis(2_001))).isEqualTo(2_001);
        assertThat(progress.lagMs(NOON.plusMillis(9_000))).isEqualTo(9_000);
    }

    @Test
    void what_waits_in_the_log_makes_the_view_as_old_as_its_last_complete_moment() {
        ProjectionProgress progress = progress(3, NOON.minusMillis(700), true, NOON, 0);
        assertThat(progress.lagMs(NOON)).isEqualTo(700);
        assertThat(progress.status(NOON)).isEqualTo(Status.LIVE);
        assertThat(progress.status(NOON.plusMillis(1_400))).isEqualTo(Status.CATCHING_UP);
    }

    @Test
    void the_status_says_what_an_operator_needs_to_know_first() {
        assertThat(progress(0, NOON, true, null, 0).status(NOON))
                .isEqualTo(Status.WAITING_FOR_TOPIC);
        assertThat(progress(9, NOON.minusSeconds(99), true, NOON, 1).status(NOON))
                .isEqualTo(Status.HELD);
        assertThat(progress(9, NOON, false, NOON, 0).status(NOON)).isEqualTo(Status.CATCHING_UP);
        assertThat(progress(0, NOON, false, NOON, 0).status(NOON)).isEqualTo(Status.LIVE);
    }

    private static ProjectionProgress progress(
            long lagEvents,
            Instant completeThrough,
            boolean known,
            @Nullable Instant lookedAt,
            long held) {
        return new ProjectionProgress(
                "inventory",
                1,
                1,
                7,
                lagEvents,
                completeThrough,
                known,
                lookedAt,
                List.of(),
                new Held(held, List.of()),
                List.of());
    }
}
