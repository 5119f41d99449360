package io.stockledger.cli.stockimport;

import java.util.List;

/** The cells of one row under their header. */
record Cells(Header header, List<String> values) {

    /** Returns the cell of this column, stripped; empty if the row does not have the column. */
    String at(int index) {
        return index == Header.NONE || index >= values.size()
                ? ""
                : FieldText.stripped(values.get(index));
    }

    /** Returns the cell of the first column with this name; empty if no column has it. */
    String of(String name) {
        return at(header.indexOf(name));
    }

    boolean areAllEmpty() {
        return values.stream().allMatch(String::isBlank);
    }
}
