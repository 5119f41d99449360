package io.stockledger.cli.output;

/**
 * A column of a table and of CSV.
 *
 * @param field the name of the JSON field, which is also the header in CSV
 * @param title the header in a table
 * @param isNumber whether the cells are aligned to the right
 */
public record Column(String field, String title, boolean isNumber) {

    /** A column with text. */
    public static Column text(String field, String title) {
        return new Column(field, title, false);
    }

    /** A column with numbers. */
    public static Column number(String field, String title) {
        return new Column(field, title, true);
    }

    /** A column that is only in CSV. */
    public static Column of(String field) {
        return new Column(field, field, false);
    }
}
