package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

class HeartbeatsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final LogEpoch FIRST = new LogEpoch(new UUID(1, 1), 1);
    private static final LogEpoch SECOND = new LogEpoch(new UUID(2, 2), 2);

    private final Heartbeats heartbeats = new Heartbeats();

    @Test
    void the_newest_heartbeat_of_the_highest_term_counts() {
        heartbeats.receive(heartbeat(FIRST, 4, "t", 10, null), 1);
        heartbeats.receive(heartbeat(FIRST, 5, "t", 11, null), 2);
        heartbeats.receive(heartbeat(FIRST, 4, "t", 99, null), 3);
        assertThat(head()).isEqualTo(11);
        assertThat(heartbeats.kept()).hasSize(2);
    }

    @Test
    void a_later_epoch_replaces_the_earlier_one_whatever_its_term_and_an_earlier_one_is_ignored() {
        heartbeats.receive(heartbeat(FIRST, 9, "t", 90, null), 1);
        heartbeats.receive(heartbeat(SECOND, 1, "t", 70, null), 2);
        heartbeats.receive(heartbeat(FIRST, 10, "t", 95, null), 3);
        heartbeats.receive(heartbeat(SECOND, 1, "t", 75, null), 4);
        assertThat(head()).isEqualTo(75);
        assertThat(heartbeats.epoch()).isEqualTo(SECOND);
        assertThat(heartbeats.firstHeadPosition()).isEqualTo(70);
        assertThat(heartbeats.kept()).hasSize(2);
    }

    @Test
    void another_log_with_the_same_epoch_number_is_ignored() {
        heartbeats.receive(heartbeat(SECOND, 1, "t", 10, null), 1);
        heartbeats.receive(heartbeat(new LogEpoch(new UUID(3, 3), 2), 9, "t", 99, null), 2);
        assertThat(head()).isEqualTo(10);
    }

    @Test
    void a_log_that_publishes_replaces_a_halted_one_with_the_same_epoch_number() {
        var other = new LogEpoch(new UUID(3, 3), 1);
        heartbeats.receive(heartbeat(other, 9, "t", 99, "it is of another topic"), 1);
        heartbeats.receive(heartbeat(FIRST, 1, "t", 10, null), 2);
        heartbeats.receive(heartbeat(other, 10, "t", 99, "it is of another topic"), 3);
        assertThat(head()).isEqualTo(10);
        assertThat(heartbeats.epoch()).isEqualTo(FIRST);
    }

    @Test
    void a_heartbeat_of_another_topic_replaces_those_before_it() {
        heartbeats.receive(heartbeat(FIRST, 1, "t", 10, null), 1);
        heartbeats.receive(heartbeat(FIRST, 1, "recreated", 10, null), 2);
        assertThat(heartbeats.kept()).hasSize(1);
    }

    @Test
    void nothing_becomes_complete_through_a_heartbeat_of_a_halted_log() {
        heartbeats.receive(heartbeat(FIRST, 1, "t", 10, null), 1);
        heartbeats.receive(heartbeat(FIRST, 1, "t", 10, "it was restored"), 2);
        assertThat(heartbeats.kept())
                .extracting(ReceivedHeartbeat::receivedNanos)
                .containsExactly(1L);
        assertThat(new LogState(true, heartbeats.newest()).haltReason())
                .isEqualTo("it was restored");
    }

    @Test
    void a_heartbeat_that_contradicts_itself_is_ignored() {
        heartbeats.receive(heartbeat(FIRST, 1, "t", 10, null), 1);
        Heartbeat good = heartbeat(FIRST, 1, "t", 20, null);
        heartbeats.receive(with(good, 20, 21, NOON, List.of(20L)), 2);
        heartbeats.receive(with(good, 20, -1, NOON, List.of(0L)), 3);
        heartbeats.receive(with(good, 20, 20, NOON, List.of(21L)), 4);
        heartbeats.receive(with(good, 20, 20, NOON, List.of()), 5);
        heartbeats.receive(with(good, 20, 20, NOON.plusMillis(1), List.of(20L)), 6);
        heartbeats.receive(with(good, 20, 20, Instant.MIN, List.of(20L)), 7);
        assertThat(head()).isEqualTo(10);
    }

    @Test
    void the_kept_heartbeats_reach_far_back_and_are_bounded() {
        for (int i = 1; i <= 2_000; i++) {
            heartbeats.receive(heartbeat(FIRST, 1, "t", i, null), i);
        }
        List<Long> kept = heartbeats.kept().stream().map(ReceivedHeartbeat::receivedNanos).toList();
        assertThat(kept).hasSizeLessThanOrEqualTo(Heartbeats.KEPT_MAX);
        assertThat(kept.getFirst()).isEqualTo(2_000);
        assertThat(kept.getLast()).isLessThan(1_000);
        assertThat(kept).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    private long head() {
        ReceivedHeartbeat newest = heartbeats.newest();
        return newest == null ? -1 : newest.heartbeat().headPosition();
    }

    private static Heartbeat heartbeat(
            LogEpoch epoch, long term, String topicId, long head, @Nullable String halted) {
        return new Heartbeat(
                epoch, term, topicId, head, head, null, NOON, NOON, List.of(head), halted);
    }

    private static Heartbeat with(
            Heartbeat good, long head, long published, Instant through, List<Long> last) {
        return new Heartbeat(
                good.epoch(),
                good.term(),
                good.topicId(),
                head,
                published,
                null,
                good.at(),
                through,
                last,
                null);
    }
}
