package io.stockledger.cli.output;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Lays out rows in columns of the width of their widest cell. */
public final class TextTable {

    private static final String GAP = "  ";
    private static final int TEXT_WIDTH_MIN = 8;

    private TextTable() {}

    /**
     * Returns the lines: the titles, and one line for each row, without blanks at their ends.
     *
     * @param rows JSON objects with the fields of the columns
     * @param widthMax the width of a line; the widest column with text is cut until the lines fit,
     *     or it has the least width
     */
    public static List<String> lines(
            List<Column> columns, List<? extends JsonNode> rows, int widthMax) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::title).toList());
        for (JsonNode row : rows) {
            cells.add(
                    columns.stream().map(column -> CellText.of(row.path(column.field()))).toList());
        }
        int[] widths = widths(columns, cells, widthMax);
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = CellText.cut(row.get(i), widths[i]);
                line.append(i == 0 ? "" : GAP);
                line.append(
                        columns.get(i).isNumber()
                                ? CellText.paddedLeft(cell, widths[i])
                                : CellText.padded(cell, widths[i]));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int[] widths(List<Column> columns, List<List<String>> cells, int widthMax) {
        int[] widths = new int[columns.size()];
        long total = (long) GAP.length() * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            for (List<String> row : cells) {
                widths[i] = Math.max(widths[i], CellText.width(row.get(i)));
            }
            total += widths[i];
        }
        while (total > widthMax) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (!columns.get(i).isNumber()
                        && widths[i] > TEXT_WIDTH_MIN
                        && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return widths;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }
}
