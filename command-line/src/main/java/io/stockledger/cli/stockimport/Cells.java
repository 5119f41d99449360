package io.stockledger.cli.stockimport;

import java.util.List;

/** The cells of one row under their header. */
record Cells(Header header, List<String> values) {

    /** Returns the cell of this column without white space at its ends; empty if there is none. */
    String at(int index) {
        return index == Header.NONE || index >= values.size()
                ? ""
                : FieldText.stripped(values.get(index));
    }

    /** Returns the cell of the first column with this name; empty if there is none. */
    String of(String name) {
        return at(header.indexOf(name));
    }

    boolean areAllEmpty() {
        return values.stream().allMatch(String::isBlank);
    }
}
