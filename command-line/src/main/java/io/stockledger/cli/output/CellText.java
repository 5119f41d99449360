package io.stockledger.cli.output;

import tools.jackson.databind.JsonNode;

/** The text of values in tables. */
public final class CellText {

    private static final String CUT = "…";

    private CellText() {}

    /** Returns a value as text; an absent one is empty, and an array or object is JSON. */
    public static String of(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        return printable(value.isString() ? value.stringValue() : value.toString());
    }

    /**
     * Returns the text with U+FFFD for every character that could move the cursor, change the
     * direction of the line or end it.
     */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        point ->
                                printable.appendCodePoint(
                                        isPrintable(Character.getType(point)) ? point : 0xFFFD));
        return printable.toString();
    }

    private static boolean isPrintable(int type) {
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED;
    }

    /** Returns the width in code points; marks that combine with a letter have none. */
    static int width(String text) {
        return (int)
                text.codePoints()
                        .filter(
                                point ->
                                        Character.getType(point) != Character.NON_SPACING_MARK
                                                && Character.getType(point)
                                                        != Character.ENCLOSING_MARK)
                        .count();
    }

    /** Returns the text, or its beginning and an ellipsis if it is wider. */
    public static String cut(String text, int widthMax) {
        if (text.length() <= widthMax || width(text) <= widthMax) {
            return text;
        }
        if (widthMax < 1) {
            return "";
        }
        int end = text.offsetByCodePoints(0, widthMax - 1);
        return text.substring(0, end) + CUT;
    }

    /** Returns the text with blanks at its end up to this width. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** Returns the text with blanks at its beginning up to this width. */
    static String paddedLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }
}
