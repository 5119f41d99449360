package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;
import io.stockledger.query.progress.ProgressSnapshot.HeldProductSummary;
import io.stockledger.query.progress.ProjectionProgress.Status;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

class ProjectionProgressTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final long SECOND = 1_000_000_000;

    @Test
    void the_lag_is_the_time_since_the_view_was_complete() {
        assertThat(progress(NOON.minusMillis(700), log(true, null), 0).lagMs(NOON, 0))
                .isEqualTo(700);
    }

    @Test
    void the_lag_grows_with_a_wrong_clock_while_no_heartbeat_arrives() {
        ProjectionProgress progress = progress(NOON.plusSeconds(3_600), log(true, null), 0);
        assertThat(progress.lagMs(NOON, 0)).isZero();
        assertThat(progress.lagMs(NOON, 9 * SECOND)).isEqualTo(9_000);
    }

    @Test
    void the_lag_of_a_view_of_which_nothing_is_known_is_the_time_since_1970() {
        ProjectionProgress progress = progress(null, log(true, null), 0);
        assertThat(progress.lagMs(NOON, 0)).isEqualTo(NOON.toEpochMilli());
        assertThat(progress.isUnknown()).isTrue();
    }

    @Test
    void the_status_names_the_first_cause_for_which_the_view_is_not_live() {
        assertThat(status(progress(NOON, log(false, "restored"), 1))).isEqualTo(Status.LOG_HALTED);
        assertThat(status(progress(NOON, log(false, null), 1))).isEqualTo(Status.WAITING_FOR_TOPIC);
        assertThat(progress(NOON, log(true, null), 1).status(NOON, 3 * SECOND))
                .isEqualTo(Status.NO_HEARTBEAT);
        assertThat(status(progress(NOON, new LogState(true, null), 1)))
                .isEqualTo(Status.NO_HEARTBEAT);
        assertThat(status(progress(NOON, log(true, null), 1))).isEqualTo(Status.HELD);
        assertThat(status(progress(NOON.minusSeconds(3), log(true, null), 0)))
                .isEqualTo(Status.CATCHING_UP);
        assertThat(status(progress(null, log(true, null), 0))).isEqualTo(Status.CATCHING_UP);
        assertThat(status(progress(NOON, log(true, null), 0))).isEqualTo(Status.LIVE);
    }

    private static Status status(ProjectionProgress progress) {
        return progress.status(NOON, 0);
    }

    private static LogState log(boolean isTopicPresent, @Nullable String halted) {
        var heartbeat =
                new Heartbeat(
                        new LogEpoch(new UUID(1, 1), 1),
                        1,
                        "topic",
                        7,
                        7,
                        null,
                        NOON,
                        NOON,
                        List.of(7L),
                        halted);
        return new LogState(isTopicPresent, new ReceivedHeartbeat(heartbeat, 0));
    }

    private static ProjectionProgress progress(
            @Nullable Instant completeThrough, LogState log, long held) {
        return new ProjectionProgress(
                "inventory",
                1,
                1,
                7,
                0,
                completeThrough,
                0,
                log,
                List.of(),
                new HeldProductSummary(held, List.of()),
                List.of());
    }
}
