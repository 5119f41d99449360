package io.stockledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

class BenchTest {

    @ParameterizedTest
    @CsvSource({
        "visible, --rate, 0, must be at least 1",
        "visible, --rate, ten, is not an int",
        "reads, --seconds, 0, must be at least 1",
        "all, --warm-up, -1, must be at least 0",
        "verify, --events, many, is not a number of events"
    })
    void an_invalid_number_is_refused_with_the_name_of_its_option(
            String benchmark, String option, String number, String reason) {
        var errors = new StringWriter();
        int exitCode =
                new CommandLine(Bench.class)
                        .setErr(new PrintWriter(errors, true))
                        .execute(benchmark, option, number);

        assertThat(exitCode).isEqualTo(2);
        // The other lines are the usage, which names every option.
        assertThat(errors.toString().lines().findFirst().orElseThrow())
                .contains(option)
                .contains(reason);
    }
}
