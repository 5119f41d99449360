package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.progress.ProgressRows.Partition;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;

class CompletenessTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void an_empty_log_is_complete_now() {
        var completeness = new Completeness();
        completeness.look(Map.of(0, 0L, 1, 0L), NOON, Map.of());
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
        assertThat(completeness.lagEvents()).isZero();
        assertThat(completeness.position()).isZero();
    }

    @Test
    void the_highest_position_counts_a_look_after_it_was_first_seen() {
        var completeness = new Completeness();
        Map<Integer, Partition> rows = Map.of(0, at(5, 50, NOON), 1, at(9, 90, NOON));
        completeness.look(Map.of(0, 5L, 1, 9L), NOON, rows);
        assertThat(completeness.position()).isZero();
        completeness.look(Map.of(0, 5L, 1, 9L), NOON.plusMillis(250), rows);
        assertThat(completeness.position()).isEqualTo(90);
        assertThat(completeness.completeThrough()).isEqualTo(NOON.plusMillis(250));
    }

    @Test
    void a_partition_that_lags_bounds_the_position_to_its_own() {
        var completeness = new Completeness();
        Map<Integer, Partition> rows = Map.of(0, at(5, 50, NOON), 1, at(9, 90, NOON));
        completeness.look(Map.of(0, 7L, 1, 9L), NOON.plusSeconds(60), rows);
        completeness.look(Map.of(0, 7L, 1, 9L), NOON.plusSeconds(61), rows);
        assertThat(completeness.position()).isEqualTo(50);
        assertThat(completeness.lagEvents()).isEqualTo(2);
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
    }

    @Test
    void a_new_event_in_a_quiet_partition_takes_nothing_back() {
        var completeness = new Completeness();
        Map<Integer, Partition> rows = Map.of(0, at(5, 50, NOON), 1, at(9, 90, NOON));
        completeness.look(Map.of(0, 5L, 1, 9L), NOON.plusSeconds(60), rows);
        completeness.look(Map.of(0, 5L, 1, 9L), NOON.plusSeconds(61), rows);
        completeness.look(Map.of(0, 6L, 1, 9L), NOON.plusSeconds(62), rows);
        assertThat(completeness.position()).isEqualTo(90);
        assertThat(completeness.completeThrough()).isEqualTo(NOON.plusSeconds(61));
        assertThat(completeness.lagEvents()).isEqualTo(1);
    }

    @Test
    void nothing_is_known_while_a_partition_waits_from_its_beginning() {
        var completeness = new Completeness();
        completeness.look(Map.of(0, 6L, 1, 9L), NOON, Map.of(1, at(9, 90, NOON)));
        completeness.look(Map.of(0, 6L, 1, 9L), NOON, Map.of(1, at(9, 90, NOON)));
        assertThat(completeness.completeThrough()).isNull();
        assertThat(completeness.position()).isZero();
        assertThat(completeness.lagEvents()).isEqualTo(6);
    }

    @Test
    void what_another_replica_found_out_is_taken_over_and_never_taken_back() {
        var completeness = new Completeness();
        completeness.learn(70, NOON);
        completeness.learn(60, NOON.minusSeconds(5));
        completeness.look(Map.of(0, 6L), NOON.plusSeconds(9), Map.of());
        assertThat(completeness.position()).isEqualTo(70);
        assertThat(completeness.completeThrough()).isEqualTo(NOON);
    }

    private static Partition at(long nextOffset, long position, Instant occurredAt) {
        return new Partition("topic", nextOffset, position, occurredAt);
    }
}
