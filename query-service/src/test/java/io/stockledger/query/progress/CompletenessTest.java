package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.generations.PartitionProgress;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;

class CompletenessTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void an_empty_topic_is_complete_up_to_the_instant_of_the_observation() {
        var completeness = new Completeness();
        completeness.update(Map.of(0, 0L, 1, 0L), NOON, Map.of());
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
        assertThat(completeness.lagEvents()).isZero();
        assertThat(completeness.position()).isZero();
    }

    @Test
    void the_highest_position_counts_one_observation_after_it_was_first_seen() {
        var completeness = new Completeness();
        Map<Integer, PartitionProgress> partitions =
                Map.of(0, at(0, 5, 50, NOON), 1, at(1, 9, 90, NOON));
        completeness.update(Map.of(0, 5L, 1, 9L), NOON, partitions);
        assertThat(completeness.position()).isZero();
        completeness.update(Map.of(0, 5L, 1, 9L), NOON.plusMillis(250), partitions);
        assertThat(completeness.position()).isEqualTo(90);
        assertThat(completeness.completeThrough()).isEqualTo(NOON.plusMillis(250));
    }

    @Test
    void the_position_is_at_most_that_of_a_partition_that_is_behind() {
        var completeness = new Completeness();
        Map<Integer, PartitionProgress> partitions =
                Map.of(0, at(0, 5, 50, NOON), 1, at(1, 9, 90, NOON));
        completeness.update(Map.of(0, 7L, 1, 9L), NOON.plusSeconds(60), partitions);
        completeness.update(Map.of(0, 7L, 1, 9L), NOON.plusSeconds(61), partitions);
        assertThat(completeness.position()).isEqualTo(50);
        assertThat(completeness.lagEvents()).isEqualTo(2);
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
    }

    @Test
    void a_new_event_in_an_idle_partition_does_not_lower_the_completeness() {
        var completeness = new Completeness();
        Map<Integer, PartitionProgress> partitions =
                Map.of(0, at(0, 5, 50, NOON), 1, at(1, 9, 90, NOON));
        completeness.update(Map.of(0, 5L, 1, 9L), NOON.plusSeconds(60), partitions);
        completeness.update(Map.of(0, 5L, 1, 9L), NOON.plusSeconds(61), partitions);
        completeness.update(Map.of(0, 6L, 1, 9L), NOON.plusSeconds(62), partitions);
        assertThat(completeness.position()).isEqualTo(90);
        assertThat(completeness.completeThrough()).isEqualTo(NOON.plusSeconds(61));
        assertThat(completeness.lagEvents()).isEqualTo(1);
    }

    @Test
    void the_completeness_is_unknown_while_nothing_of_a_partition_is_applied() {
        var completeness = new Completeness();
        completeness.update(Map.of(0, 6L, 1, 9L), NOON, Map.of(1, at(1, 9, 90, NOON)));
        completeness.update(Map.of(0, 6L, 1, 9L), NOON, Map.of(1, at(1, 9, 90, NOON)));
        assertThat(completeness.completeThrough()).isNull();
        assertThat(completeness.position()).isZero();
        assertThat(completeness.lagEvents()).isEqualTo(6);
    }

    @Test
    void the_completeness_that_another_replica_recorded_is_adopted_and_never_lowered() {
        var completeness = new Completeness();
        completeness.adopt(70, NOON);
        completeness.adopt(60, NOON.minusSeconds(5));
        completeness.update(Map.of(0, 6L), NOON.plusSeconds(9), Map.of());
        assertThat(completeness.position()).isEqualTo(70);
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
    }

    private static PartitionProgress at(
            int partition, long nextOffset, long position, Instant occurredAt) {
        return new PartitionProgress(partition, nextOffset, position, occurredAt);
    }
}
