package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.changes.ChangeQueries.Head;

import org.junit.jupiter.api.Test;

class RestoreDetectorTest {

    private final RestoreDetector detector = new RestoreDetector();

    @Test
    void the_first_reading_and_higher_and_equal_numbers_are_no_restore() {
        assertThat(detector.isRestored(new Head("a", 7))).isFalse();
        assertThat(detector.isRestored(new Head("a", 7))).isFalse();
        assertThat(detector.isRestored(new Head("a", 9))).isFalse();
    }

    @Test
    void a_lower_number_is_a_restore_once() {
        detector.isRestored(new Head("a", 9));
        assertThat(detector.isRestored(new Head("a", 8))).isTrue();
        assertThat(detector.isRestored(new Head("a", 8))).isFalse();
        assertThat(detector.isRestored(new Head("a", 9))).isFalse();
    }

    @Test
    void another_database_is_a_restore_whatever_its_number() {
        detector.isRestored(new Head("a", 9));
        assertThat(detector.isRestored(new Head("b", 20))).isTrue();
    }
}
