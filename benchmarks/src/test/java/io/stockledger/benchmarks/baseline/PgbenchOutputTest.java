package io.stockledger.benchmarks.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.util.List;

class PgbenchOutputTest {

    private static final String VERSION_15_OUTPUT =
            """
            pgbench (15.13 (Debian 15.13-0+deb12u1), server 18.1)
            transaction type: insert.sql
            scaling factor: 1
            query mode: prepared
            number of clients: 32
            number of threads: 2
            maximum number of tries: 1
            duration: 10 s
            number of transactions actually processed: 213456
            number of failed transactions: 0 (0.000%)
            latency average = 1.498 ms
            initial connection time = 61.123 ms
            tps = 21364.123456 (without initial connection time)
            """;

    @Test
    void the_rate_and_the_number_of_transactions_are_parsed() {
        assertThat(PgbenchOutput.transactionsPerSecond(VERSION_15_OUTPUT)).isEqualTo(21_364.123456);
        assertThat(PgbenchOutput.transactions(VERSION_15_OUTPUT)).isEqualTo(213_456);
    }

    @Test
    void of_two_rates_the_one_without_the_connection_time_is_used() {
        String version13Output =
                """
                tps = 9000.5 (including connections establishing)
                tps = 9100.25 (excluding connections establishing)
                """;
        assertThat(PgbenchOutput.transactionsPerSecond(version13Output)).isEqualTo(9_100.25);
    }

    @Test
    void an_output_with_failed_transactions_is_refused() {
        String failed =
                VERSION_15_OUTPUT.replace("failed transactions: 0", "failed transactions: 7");
        assertThatThrownBy(() -> PgbenchOutput.transactionsPerSecond(failed))
                .hasMessageContaining("failed transactions");
    }

    @Test
    void the_error_for_an_output_without_a_rate_contains_the_output() {
        assertThatThrownBy(() -> PgbenchOutput.transactionsPerSecond("connection to server failed"))
                .hasMessageContaining("connection to server failed");
    }

    @Test
    void latencies_are_parsed_from_the_third_column_of_the_log() {
        Histogram micros = new Histogram(1_000_000, 3);
        PgbenchOutput.addLatencies(
                List.of("0 199 2241 0 1175850568 995598", "0 200 failed 0 1 2", "", "1 2"), micros);
        assertThat(micros.getTotalCount()).isEqualTo(1);
        assertThat(micros.getMaxValue()).isBetween(2_240L, 2_242L);
    }
}
