package io.stockledger.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LogSizeTest {

    @Test
    void thousands_and_millions_are_read_and_told() {
        assertThat(LogSize.of("500k").events()).isEqualTo(500_000);
        assertThat(LogSize.of(" 10M ").events()).isEqualTo(10_000_000);
        assertThat(LogSize.of("100m").id()).isEqualTo("100m");
        assertThat(LogSize.of("100m").text()).isEqualTo("100 million events");
        assertThat(LogSize.of("250k").text()).isEqualTo("250,000 events");
    }

    @Test
    void what_is_no_number_is_refused_by_name() {
        assertThatThrownBy(() -> LogSize.of("many")).hasMessageContaining("'many'");
        assertThatThrownBy(() -> LogSize.of("-1m")).hasMessageContaining("'-1m'");
    }
}
