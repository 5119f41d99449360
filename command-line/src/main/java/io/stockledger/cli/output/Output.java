package io.stockledger.cli.output;

import io.stockledger.csv.CsvLines;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Stdout in one format. Each method prints whole lines. The failures of a {@link StandardOutput}
 * below the writer pass through. For one thread.
 */
public final class Output {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OutputFormat format;
    private final PrintWriter out;
    private final Terminal terminal;
    private final int columns;
    private boolean hasCsvHeader;

    Output(OutputFormat format, PrintWriter out, Terminal terminal) {
        this.format = format;
        this.out = out;
        this.terminal = terminal;
        this.columns = terminal.size().columns();
    }

    public OutputFormat format() {
        return format;
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Returns the text in this colour, if the output shows colours. */
    public String paint(Color color, String text) {
        return terminal.paint(color, text);
    }

    /** Prints a line for people, cut at the width of a terminal. */
    public void line(String text) {
        println(CellText.cut(text, columns));
    }

    /** Prints a line whose colours are already in it, without cutting it. */
    public void painted(String text) {
        println(text);
    }

    /** Prints a table for people. */
    public void table(List<Column> tableColumns, List<? extends JsonNode> rows) {
        List<String> lines = TextTable.lines(tableColumns, rows, columns);
        println(paint(Color.BOLD, lines.getFirst()));
        lines.stream().skip(1).forEach(this::println);
    }

    /** Prints a whole JSON document, in several lines. */
    public void document(JsonNode document) {
        println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
    }

    /** Prints a JSON object in one line. */
    public void jsonLine(JsonNode object) {
        println(object.toString());
    }

    /** Prints rows as CSV, the first time after a header line. */
    public void csv(List<Column> csvColumns, List<? extends JsonNode> rows) {
        var bytes = new ByteArrayOutputStream();
        var lines = new CsvLines(bytes);
        try {
            if (!hasCsvHeader) {
                lines.header(csvColumns.stream().map(Column::field).toList());
                hasCsvHeader = true;
            }
            for (JsonNode row : rows) {
                for (Column column : csvColumns) {
                    cell(lines, row.path(column.field()));
                }
                lines.endLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        raw(bytes.toString(StandardCharsets.UTF_8));
    }

    private static void cell(CsvLines lines, JsonNode value) throws IOException {
        if (value.isIntegralNumber()) {
            lines.number(value.longValue());
        } else if (value.isBoolean()) {
            lines.flag(value.booleanValue());
        } else if (value.isNull() || value.isMissingNode()) {
            lines.text(null);
        } else {
            lines.text(value.isString() ? value.stringValue() : value.toString());
        }
    }

    /** Prints a text as it is. */
    public void raw(String text) {
        out.print(text);
        out.flush();
    }

    private void println(String line) {
        raw(line + '\n');
    }
}
