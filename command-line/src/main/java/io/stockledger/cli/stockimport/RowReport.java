package io.stockledger.cli.stockimport;

import io.stockledger.cli.output.CellText;
import io.stockledger.cli.output.Column;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.services.HttpCalls;
import io.stockledger.csv.CsvLines;

import tools.jackson.databind.node.ObjectNode;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells the outcome of every row, in their order. For one thread. */
interface RowReport extends AutoCloseable {

    /** The columns of a report. */
    List<Column> COLUMNS =
            List.of(
                    Column.of("line"),
                    Column.of("productId"),
                    Column.of("warehouseId"),
                    Column.of("quantity"),
                    Column.of("outcome"),
                    Column.of("reason"));

    /** Reports these rows. */
    void add(List<ListRow> rows) throws IOException;

    @Override
    void close() throws IOException;

    /** A report that is not written. */
    static RowReport none() {
        return new RowReport() {
            @Override
            public void add(List<ListRow> rows) {}

            @Override
            public void close() {}
        };
    }

    /** A report on stdout. */
    static RowReport to(Output output, boolean isDryRun) {
        return new RowReport() {
            @Override
            public void add(List<ListRow> rows) {
                switch (output.format()) {
                    case TABLE -> rows.forEach(row -> output.line(line(row, isDryRun)));
                    case JSON -> rows.forEach(row -> output.jsonLine(json(row, isDryRun)));
                    case CSV ->
                            output.csv(
                                    COLUMNS,
                                    rows.stream().map(row -> json(row, isDryRun)).toList());
                }
            }

            @Override
            public void close() {}
        };
    }

    /** A report as a CSV file, which replaces one of this name. */
    static RowReport to(Path file, boolean isDryRun) throws IOException {
        OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file));
        CsvLines lines = new CsvLines(bytes);
        lines.header(COLUMNS.stream().map(Column::field).toList());
        return new RowReport() {
            @Override
            public void add(List<ListRow> rows) throws IOException {
                for (ListRow row : rows) {
                    lines.number(row.line());
                    lines.text(row.values().productId());
                    lines.text(row.values().warehouse());
                    if (row.hasQuantity()) {
                        lines.number(row.values().quantity());
                    } else {
                        lines.text(row.shownQuantity());
                    }
                    lines.text(row.outcome().word(isDryRun));
                    lines.text(row.reason());
                    lines.endLine();
                }
            }

            @Override
            public void close() throws IOException {
                bytes.close();
            }
        };
    }

    private static String line(ListRow row, boolean isDryRun) {
        ListRow.Values values = row.values();
        return "line %d: %s%s%s"
                .formatted(
                        row.line(),
                        row.outcome().word(isDryRun),
                        values.productId().isEmpty()
                                ? ""
                                : ": %s in %s, %s"
                                        .formatted(
                                                CellText.printable(values.productId()),
                                                CellText.printable(values.warehouse()),
                                                row.shownQuantity().isEmpty()
                                                        ? "no quantity"
                                                        : CellText.printable(row.shownQuantity())),
                        row.reason().isEmpty()
                                ? ""
                                : " (" + CellText.printable(row.reason()) + ")");
    }

    private static ObjectNode json(ListRow row, boolean isDryRun) {
        ObjectNode json =
                HttpCalls.JSON
                        .createObjectNode()
                        .put("line", row.line())
                        .put("productId", row.values().productId())
                        .put("warehouseId", row.values().warehouse());
        if (row.hasQuantity()) {
            json.put("quantity", row.values().quantity());
        } else {
            json.put("quantity", row.shownQuantity());
        }
        return json.put("outcome", row.outcome().word(isDryRun)).put("reason", row.reason());
    }
}
