package io.stockledger.benchmarks.subcommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LogSizeTest {

    @Test
    void thousands_and_millions_are_parsed_and_formatted() {
        assertThat(LogSize.of("500k").events()).isEqualTo(500_000);
        assertThat(LogSize.of(" 10M ").events()).isEqualTo(10_000_000);
        assertThat(LogSize.of("100m").id()).isEqualTo("100m");
        assertThat(LogSize.of("100m").text()).isEqualTo("100 million events");
        assertThat(LogSize.of("250k").text()).isEqualTo("250,000 events");
    }

    @Test
    void an_invalid_number_of_events_is_refused_and_quoted() {
        assertThatThrownBy(() -> LogSize.of("many")).hasMessageContaining("'many'");
        assertThatThrownBy(() -> LogSize.of("-1m")).hasMessageContaining("'-1m'");
    }
}
