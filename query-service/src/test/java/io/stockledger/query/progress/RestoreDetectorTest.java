package io.stockledger.query.progress;

import static io.stockledger.query.progress.RestoreDetector.hasLostChanges;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.changes.ChangeQueries.Head;
import io.stockledger.query.changes.ChangeQueries.Reading;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;

class RestoreDetectorTest {

    private static final OffsetDateTime NOON =
            OffsetDateTime.of(2026, 3, 1, 12, 0, 0, 0, ZoneOffset.UTC);

    private final Reading before = reading("a", 9, NOON, null);

    @Test
    void equal_and_higher_numbers_after_the_same_change_are_no_loss() {
        assertThat(hasLostChanges(before, reading("a", 9, NOON, NOON))).isFalse();
        assertThat(hasLostChanges(before, reading("a", 12, NOON.plusHours(1), NOON))).isFalse();
    }

    @Test
    void a_change_that_is_no_longer_kept_is_no_loss() {
        assertThat(hasLostChanges(before, reading("a", 900, NOON.plusHours(1), null))).isFalse();
    }

    @Test
    void a_lower_number_is_a_loss() {
        assertThat(hasLostChanges(before, reading("a", 8, NOON, null))).isTrue();
    }

    @Test
    void other_changes_with_the_numbers_of_the_lost_ones_are_a_loss() {
        assertThat(hasLostChanges(before, reading("a", 12, NOON, NOON.plusNanos(1_000)))).isTrue();
    }

    @Test
    void another_database_is_a_loss_whatever_its_number() {
        assertThat(hasLostChanges(before, reading("b", 20, NOON, NOON))).isTrue();
    }

    private static Reading reading(
            String feedId,
            long number,
            OffsetDateTime changedAt,
            @Nullable OffsetDateTime knownChangedAt) {
        return new Reading(new Head(feedId, number), changedAt, knownChangedAt);
    }
}
