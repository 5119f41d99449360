package io.stockledger.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void the_line_shows_the_section_the_number_of_the_load_the_time_left_and_the_load() {
        assertThat(ProgressLine.text("in-process", 7, 26, "one product, 256 clients", 605))
                .isEqualTo("in-process 7/26, 10:05 left: one product, 256 clients");
    }
}
