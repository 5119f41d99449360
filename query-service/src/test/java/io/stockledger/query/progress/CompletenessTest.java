package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;
import io.stockledger.query.generations.PartitionProgress;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class CompletenessTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final long HEAD = 1_000;

    private final Completeness completeness = new Completeness(0);

    @Test
    void an_empty_log_is_complete_through_its_heartbeat() {
        completeness.update(List.of(heartbeat(1, NOON, 0, 0)), Map.of());
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
        assertThat(completeness.completeNanos()).isEqualTo(1);
        assertThat(completeness.position()).isZero();
    }

    @Test
    void the_age_of_the_published_events_at_the_relay_counts_without_the_clock_of_the_replica() {
        var heartbeat = heartbeat(9_000_000_000L, NOON, NOON.minusSeconds(5), 50);
        completeness.update(List.of(heartbeat), Map.of(0, at(0, 50, 50, NOON)));
        assertThat(completeness.completeNanos()).isEqualTo(4_000_000_000L);
    }

    @Test
    void without_a_heartbeat_nothing_is_known_whatever_is_received() {
        completeness.update(List.of(), Map.of(0, at(0, 50, 50, NOON)));
        assertThat(completeness.completeThrough()).isNull();
        assertThat(completeness.position()).isZero();
    }

    @Test
    void a_view_that_has_received_every_counted_event_has_the_position_of_the_heartbeat() {
        var partitions = Map.of(0, at(0, 50, 50, NOON), 1, at(1, 95, 95, NOON));
        completeness.update(List.of(heartbeat(1, NOON, 50, 90)), partitions);
        assertThat(completeness.position()).as("not that of a later record").isEqualTo(90);
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
    }

    @Test
    void a_view_that_is_behind_the_newest_heartbeat_is_complete_through_an_older_one() {
        var partitions = Map.of(0, at(0, 50, 50, NOON.minusSeconds(9)), 1, at(1, 90, 90, NOON));
        var heartbeats =
                List.of(
                        heartbeat(3, NOON.plusSeconds(2), 70, 90),
                        heartbeat(2, NOON.plusSeconds(1), 50, 90),
                        heartbeat(1, NOON, 50, 80));
        completeness.update(heartbeats, partitions);
        assertThat(completeness.completeThrough()).isEqualTo(NOON.plusSeconds(1));
        assertThat(completeness.completeNanos()).isEqualTo(2);
        assertThat(completeness.position()).isEqualTo(90);
    }

    @Test
    void a_view_that_is_catching_up_is_complete_up_to_the_last_event_of_the_partition_behind() {
        var partitions = Map.of(0, at(0, 50, 50, NOON), 1, at(1, 90, 90, NOON.minusSeconds(99)));
        completeness.update(List.of(heartbeat(1, NOON.plusSeconds(60), 70, 90)), partitions);
        assertThat(completeness.position()).isEqualTo(50);
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
        assertThat(completeness.completeNanos()).isZero();
    }

    @Test
    void behind_a_gap_the_instants_of_later_events_prove_nothing() {
        completeness.adopt(30, NOON, HEAD);
        var partitions = Map.of(0, at(0, 70, 40, NOON.plusSeconds(50)));
        completeness.update(List.of(heartbeat(1, NOON.plusSeconds(60), 70)), partitions);
        assertThat(completeness.position()).isEqualTo(40);
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
    }

    @Test
    void the_completeness_is_unknown_while_nothing_of_a_counted_partition_is_received() {
        var partitions = Map.of(1, at(1, 90, 90, NOON));
        completeness.update(List.of(heartbeat(1, NOON, 6, 90)), partitions);
        assertThat(completeness.completeThrough()).isNull();
        assertThat(completeness.position()).isZero();
    }

    @Test
    void the_completeness_that_another_replica_recorded_is_adopted_and_never_lowered() {
        completeness.adopt(70, NOON, HEAD);
        completeness.adopt(60, NOON.minusSeconds(5), HEAD);
        completeness.update(List.of(heartbeat(1, NOON.plusSeconds(9), 6)), Map.of());
        assertThat(completeness.position()).isEqualTo(70);
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
    }

    @Test
    void a_recorded_position_beyond_the_head_of_the_log_is_ignored() {
        completeness.adopt(Long.MAX_VALUE, NOON, Long.MAX_VALUE);
        completeness.adopt(Long.MAX_VALUE, NOON, HEAD);
        assertThat(completeness.position()).isZero();
    }

    private static ReceivedHeartbeat heartbeat(long nanos, Instant at, long... lastPositions) {
        return heartbeat(nanos, at, at, lastPositions);
    }

    private static ReceivedHeartbeat heartbeat(
            long nanos, Instant at, Instant publishedThrough, long... lastPositions) {
        List<Long> last = Arrays.stream(lastPositions).boxed().toList();
        long published = last.stream().mapToLong(p -> p).max().orElse(0);
        return new ReceivedHeartbeat(
                new Heartbeat(
                        new LogEpoch(new UUID(1, 1), 1),
                        1,
                        "topic",
                        HEAD,
                        published,
                        null,
                        at,
                        publishedThrough,
                        last,
                        null),
                nanos);
    }

    private static PartitionProgress at(
            int partition, long position, long completePosition, Instant occurredAt) {
        return new PartitionProgress(partition, position, position, completePosition, occurredAt);
    }
}
