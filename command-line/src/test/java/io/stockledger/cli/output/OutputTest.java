package io.stockledger.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

class OutputTest {

    private static final Terminal NO_TERMINAL = new Terminal("", null, "xterm");
    private static final JsonNode ROW =
            JsonMapper.shared()
                    .readTree(
                            """
                            {"id": "=1+1", "n": 7, "flag": true, "none": null, "list": [1, "x"]}
                            """);

    private final StringWriter written = new StringWriter();

    @Test
    void csv_has_one_header_and_guards_against_formulas() {
        List<Column> columns =
                List.of(
                        Column.of("id"),
                        Column.of("n"),
                        Column.of("flag"),
                        Column.of("none"),
                        Column.of("list"));
        Output output = output(OutputFormat.CSV, NO_TERMINAL);

        output.csv(columns, List.of(ROW));
        output.csv(columns, List.of(ROW));

        assertThat(written.toString())
                .isEqualTo(
                        "id,n,flag,none,list\r\n"
                                + "'=1+1,7,true,,\"[1,\"\"x\"\"]\"\r\n".repeat(2));
    }

    @Test
    void a_json_line_has_no_line_break_and_a_document_has_some() {
        output(OutputFormat.JSON, NO_TERMINAL).jsonLine(ROW);
        assertThat(written.toString()).hasLineCount(1).endsWith("}\n");

        output(OutputFormat.JSON, NO_TERMINAL).document(ROW);
        assertThat(written.toString().lines().count()).isGreaterThan(4);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "out,err | xterm | | true",
                "out | xterm | '' | true",
                "out,err | xterm | 1 | false",
                "out,err | xterm | 0 | false",
                "out | dumb | | false",
                "err | xterm | | false",
                "'' | xterm | | false",
            },
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true)
    void colours_need_a_terminal_and_no_variable_against_them(
            String terminals, String type, String noColor, boolean isColored) {
        Terminal terminal = new Terminal(terminals, noColor, type);
        assertThat(terminal.paint(Color.RED, "x"))
                .isEqualTo(isColored ? "\u001b[31mx\u001b[0m" : "x");
    }

    @Test
    void a_reader_that_has_ended_is_noticed_with_the_first_line() {
        Output output = outputThatFailsWith("Broken pipe");

        assertThatThrownBy(() -> output.line("x")).isInstanceOf(ClosedOutputException.class);
    }

    @Test
    void any_other_failure_of_the_output_is_reported_with_its_reason() {
        assertThatThrownBy(() -> outputThatFailsWith("No space left on device").line("x"))
                .isInstanceOf(OperatorFailure.class)
                .hasMessage("cannot write the output (No space left on device)");
        assertThatThrownBy(() -> outputThatFailsWith(null).line("x"))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining("IOException");
    }

    @Test
    void a_failure_of_the_output_is_reported_once() {
        Output output = outputThatFailsWith("No space left on device");

        assertThatThrownBy(() -> output.line("x".repeat(100_000)))
                .isInstanceOf(OperatorFailure.class);
        assertThatCode(() -> output.line("y")).doesNotThrowAnyException();
    }

    private static Output outputThatFailsWith(@Nullable String reason) {
        var full =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException(reason);
                    }
                };
        return new Output(
                OutputFormat.TABLE,
                new PrintWriter(new StandardOutput(full), false, UTF_8),
                NO_TERMINAL);
    }

    private Output output(OutputFormat format, Terminal terminal) {
        return new Output(format, new PrintWriter(written), terminal);
    }
}
