package io.stockledger.cli.stockimport;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * One row of a stock list, and its outcome when there is one. Passed from thread to thread, and
 * used by one at a time.
 */
final class ListRow {

    private final long line;
    private final List<String> cells;
    private final Values values;
    private final String shownQuantity;
    private @Nullable Outcome outcome;
    private String reason = "";

    /** The values of a row; they are empty and 0 in a row that was rejected before. */
    record Values(String productId, String sku, String name, String warehouse, long quantity) {

        static final Values NONE = new Values("", "", "", "", 0);
    }

    /**
     * @param line the line of the file in which the row begins, from 1
     * @param cells the cells as they are in the file
     * @param shownQuantity the quantity in digits, or the text of the file if that is no quantity
     */
    ListRow(long line, List<String> cells, Values values, String shownQuantity) {
        this.line = line;
        this.cells = cells;
        this.values = values;
        this.shownQuantity = shownQuantity;
    }

    /** A row whose values are not read. */
    static ListRow withoutValues(long line, List<String> cells) {
        return new ListRow(line, cells, Values.NONE, "");
    }

    /** Ends the row. */
    ListRow end(Outcome end, String why) {
        outcome = end;
        reason = why;
        return this;
    }

    boolean isOpen() {
        return outcome == null;
    }

    boolean is(Outcome end) {
        return outcome == end;
    }

    /**
     * @throws NullPointerException if the row has no outcome yet
     */
    Outcome outcome() {
        return Objects.requireNonNull(outcome);
    }

    /** The reason of the outcome; empty if it needs none. */
    String reason() {
        return reason;
    }

    long line() {
        return line;
    }

    List<String> cells() {
        return cells;
    }

    Values values() {
        return values;
    }

    /**
     * The quantity in digits, or the text of the file if that is no quantity; empty if it is not
     * read.
     */
    String shownQuantity() {
        return shownQuantity;
    }

    /** Whether the text of the quantity in the file is one. */
    boolean hasQuantity() {
        return shownQuantity.equals(Long.toString(values.quantity()));
    }
}
