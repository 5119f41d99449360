package io.stockledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.cli.output.StandardOutput;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

class StockledgerTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "status --version", "export stock -V", "import -V"})
    void every_command_prints_the_version_of_the_build(String arguments) {
        int exitCode =
                Stockledger.execute(
                        new PrintWriter(out), new PrintWriter(err), arguments.split(" ", -1));

        assertThat(exitCode).isZero();
        assertThat(out.toString()).matches("stockledger \\d+\\.\\d+\\.\\d+\\R");
    }

    @ParameterizedTest
    @CsvSource({
        "--help, Broken pipe, 141, ''",
        "completion bash, Broken pipe, 141, ''",
        "--help, No space left on device, 2, stockledger: cannot write the output (No space left"
                + " on device)",
        "completion bash, No space left on device, 2, stockledger: cannot write the output (No"
                + " space left on device)"
    })
    void only_a_reader_that_has_ended_is_passed_over_in_silence(
            String arguments, String failure, int exitCode, String message) {
        var failing =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException(failure);
                    }
                };

        assertThat(
                        Stockledger.execute(
                                new PrintWriter(new StandardOutput(failing), true, UTF_8),
                                new PrintWriter(err, true),
                                arguments.split(" ", -1)))
                .isEqualTo(exitCode);
        assertThat(err.toString().strip()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "foo --help", "--help foo", "export foo -h", "export foo -V"})
    void an_unknown_subcommand_is_refused(String arguments) {
        int exitCode =
                Stockledger.execute(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        arguments.split(" ", -1));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("'foo'").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }
}
