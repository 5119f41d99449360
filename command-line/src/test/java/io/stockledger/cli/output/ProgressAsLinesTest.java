package io.stockledger.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressAsLinesTest {

    @Test
    void a_progress_line_has_the_share_the_rate_and_the_remaining_time() {
        assertThat(ProgressAsLines.line("replay", "commands", 2_500, 10_000, 1_000_000_000L))
                .isEqualTo("replay: 2,500 of 10,000 commands (25 %), 2,500/s, 3 s left");
    }

    @Test
    void nothing_is_known_of_the_remaining_time_before_the_first_unit() {
        assertThat(ProgressAsLines.line("rebuild", "events", 0, 158, 1_000_000_000L))
                .isEqualTo("rebuild: 0 of 158 events (0 %), 0/s");
    }

    @Test
    void a_progress_line_without_a_known_end_has_the_count_and_the_rate() {
        assertThat(ProgressAsLines.line("export", "bytes", 2_500, 0, 1_000_000_000L))
                .isEqualTo("export: 2,500 bytes, 2,500/s");
    }
}
