package io.stockledger.csv;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Writes CSV lines by RFC 4180 in UTF-8. A text that a spreadsheet would run as a formula begins
 * with an apostrophe, also if white space is before the formula, which some spreadsheets remove.
 * For one thread.
 */
public final class CsvLines {

    /** The signs that begin a formula, also in full width, which some spreadsheets read alike. */
    private static final String FORMULA_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private final OutputStream out;
    private boolean isFirstCell = true;

    public CsvLines(OutputStream out) {
        this.out = out;
    }

    /** Writes the header line. */
    public void header(List<String> names) throws IOException {
        for (String name : names) {
            text(name);
        }
        endLine();
    }

    /** Adds a cell with text; it is empty if the text is null. */
    public CsvLines text(@Nullable String text) throws IOException {
        separate();
        if (text == null || text.isEmpty()) {
            return this;
        }
        String value = isFormula(text) ? "'" + text : text;
        if (isQuoted(value)) {
            out.write('"');
            write(value.replace("\"", "\"\""));
            out.write('"');
        } else {
            write(value);
        }
        return this;
    }

    /** Adds a cell with a number; it is empty if the number is null. */
    public CsvLines number(@Nullable Long number) throws IOException {
        separate();
        if (number != null) {
            write(Long.toString(number));
        }
        return this;
    }

    /** Adds a cell with {@code true} or {@code false}; it is empty if the flag is null. */
    public CsvLines flag(@Nullable Boolean flag) throws IOException {
        separate();
        if (flag != null) {
            write(flag.toString());
        }
        return this;
    }

    /** Adds a cell with an RFC 3339 instant in UTC. */
    public CsvLines instant(Instant instant) throws IOException {
        separate();
        write(instant.toString());
        return this;
    }

    public void endLine() throws IOException {
        out.write('\r');
        out.write('\n');
        isFirstCell = true;
    }

    private void separate() throws IOException {
        if (!isFirstCell) {
            out.write(',');
        }
        isFirstCell = false;
    }

    /**
     * Returns the text of a cell that this class has written: without the apostrophe before a
     * formula. A text that itself begins with an apostrophe before a formula loses it too, because
     * its cell is the same.
     */
    public static String withoutGuard(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '\'' && isFormula(cell.substring(1))
                ? cell.substring(1)
                : cell;
    }

    private static boolean isFormula(String text) {
        if (Character.isISOControl(text.charAt(0))) {
            return true;
        }
        int first = 0;
        while (first < text.length() && isSpace(text.charAt(first))) {
            first++;
        }
        return first < text.length() && FORMULA_SIGNS.indexOf(text.charAt(first)) >= 0;
    }

    private static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static boolean isQuoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == ',' || character == '"' || character == '\r' || character == '\n') {
                return true;
            }
        }
        return false;
    }

    private void write(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                out.write(text.substring(i).getBytes(StandardCharsets.UTF_8));
                return;
            }
            out.write(character);
        }
    }
}
