package io.stockledger.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void the_line_says_what_how_many_of_how_many_and_the_time_left() {
        assertThat(ProgressLine.text("in-process", 7, 26, "one product, 256 clients", 605))
                .isEqualTo("in-process 7/26, 10:05 left: one product, 256 clients");
    }
}
