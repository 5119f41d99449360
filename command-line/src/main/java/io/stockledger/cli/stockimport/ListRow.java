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
    private @Nullable Outcome outcome;
    private String reason = "";

    /** The values of a row; they are empty and 0 in a row that was rejected before. */
    record Values(String productId, String sku, String name, String warehouse, long quantity) {

        static final Values NONE = new Values("", "", "", "", 0);
    }

    /**
     * @param line the line of the file in which the row begins, from 1
     * @param cells the cells as they are in the file
     */
    ListRow(long line, List<String> cells, Values values) {
        this.line = line;
        this.cells = cells;
        this.values = values;
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
}
