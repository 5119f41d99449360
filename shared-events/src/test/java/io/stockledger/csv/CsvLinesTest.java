package io.stockledger.csv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

class CsvLinesTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CsvLines lines = new CsvLines(bytes);

    @Test
    void cells_are_separated_by_commas_and_lines_end_with_crlf() throws IOException {
        lines.header(List.of("id", "count", "old"));
        lines.text("a").number(12L).flag(true).endLine();
        lines.text("b").number(-3L).flag(false).endLine();
        lines.instant(Instant.parse("2026-03-01T09:00:00Z")).endLine();
        assertThat(written())
                .isEqualTo("id,count,old\r\na,12,true\r\nb,-3,false\r\n2026-03-01T09:00:00Z\r\n");
    }

    @Test
    void absent_values_are_empty_cells() throws IOException {
        lines.text(null).number(null).flag(null).text("").endLine();
        assertThat(written()).isEqualTo(",,,\r\n");
    }

    @Test
    void a_cell_with_a_comma_a_quote_or_a_line_break_is_quoted() throws IOException {
        lines.text("Mug, \"large\"").text("a\nb").text("c\rd").text(" e ").endLine();
        assertThat(written()).isEqualTo("\"Mug, \"\"large\"\"\",\"a\nb\",\"c\rd\", e \r\n");
    }

    @Test
    void text_is_written_in_utf_8() throws IOException {
        lines.text("Crème 日本 🎁").endLine();
        assertThat(written()).isEqualTo("Crème 日本 🎁\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\t1",
                "＝1+1",
                "＋1",
                "－1",
                "＠SUM(A1)",
                " =1",
                "\u00a0\u3000=1",
                " ＝1"
            })
    void a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(String formula)
            throws IOException {
        lines.text(formula).endLine();
        assertThat(written()).isEqualTo("'" + formula + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t1", "＝1", " =1", "A", "'A", "'", ""})
    void the_apostrophe_before_a_formula_is_removed_again(String text) throws IOException {
        lines.text(text);
        assertThat(CsvLines.withoutGuard(written())).isEqualTo(text);
    }

    @Test
    void a_formula_is_quoted_like_other_text() throws IOException {
        lines.text("=A1,\"x\"").text("\r=1").text("\n=1").endLine();
        assertThat(written()).isEqualTo("\"'=A1,\"\"x\"\"\",\"'\r=1\",\"'\n=1\"\r\n");
    }

    @Test
    void only_the_beginning_of_a_text_makes_it_a_formula() throws IOException {
        lines.text("A-1=2").text("1+1").text(" A=1").text("　").endLine();
        assertThat(written()).isEqualTo("A-1=2,1+1, A=1,　\r\n");
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
