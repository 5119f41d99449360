package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.progress.ProgressSnapshot.HeldProductSummary;
import io.stockledger.query.progress.ProjectionProgress.Status;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class ProjectionProgressTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void an_idle_topic_has_no_lag_however_old_its_last_event_is() {
        assertThat(progress(0, NOON.minusSeconds(1), true, NOON, 0).lagMs(NOON)).isZero();
    }

    @Test
    void the_lag_grows_while_kafka_does_not_answer() {
        ProjectionProgress progress = progress(0, NOON, true, NOON, 0);
        assertThat(progress.lagMs(NOON.plusMillis(2_000))).isZero();
        assertThat(progress.lagMs(NOON.plusMillis(2_001))).isEqualTo(2_001);
        assertThat(progress.lagMs(NOON.plusMillis(9_000))).isEqualTo(9_000);
    }

    @Test
    void with_unapplied_records_the_lag_is_the_time_since_the_view_was_complete() {
        ProjectionProgress progress = progress(3, NOON.minusMillis(700), true, NOON, 0);
        assertThat(progress.lagMs(NOON)).isEqualTo(700);
        assertThat(progress.status(NOON)).isEqualTo(Status.LIVE);
        assertThat(progress.status(NOON.plusMillis(1_400))).isEqualTo(Status.CATCHING_UP);
    }

    @Test
    void the_status_is_waiting_for_topic_before_held_before_catching_up_before_live() {
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
            @Nullable Instant topicSeenAt,
            long held) {
        return new ProjectionProgress(
                "inventory",
                1,
                1,
                7,
                lagEvents,
                completeThrough,
                known,
                topicSeenAt,
                List.of(),
                new HeldProductSummary(held, List.of()),
                List.of());
    }
}
