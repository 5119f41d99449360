package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;

import java.io.IOException;
import java.io.Reader;
import java.util.List;

/** The character between two cells: a comma, a semicolon or a tab. */
final class Delimiter {

    private static final List<Character> KNOWN = List.of(',', ';', '\t');
    private static final int HEADER_MAX = 1 << 20;

    private Delimiter() {}

    /**
     * Returns the character for the text of an option.
     *
     * @throws OperatorFailure if the text names no known delimiter
     */
    static char parse(String text) {
        return switch (text) {
            case "," -> ',';
            case ";" -> ';';
            case "tab", "\t", "\\t" -> '\t';
            default ->
                    throw new OperatorFailure(
                            "--delimiter: '" + text + "' is none of ',', ';' and tab");
        };
    }

    /**
     * Returns the most frequent delimiter in the first line, outside quotes; a comma if the line
     * has no delimiter.
     */
    static char inFirstLine(Reader text) throws IOException {
        int[] counts = new int[KNOWN.size()];
        try (text) {
            boolean isQuoted = false;
            boolean isBlank = true;
            for (int i = 0; i < HEADER_MAX; i++) {
                int character = text.read();
                if (character < 0) {
                    break;
                }
                boolean isLineEnd = character == '\n' || character == '\r';
                if (isLineEnd && !isQuoted && !isBlank) {
                    break;
                }
                isBlank &= isLineEnd;
                if (character == '"') {
                    isQuoted = !isQuoted;
                }
                int known = KNOWN.indexOf((char) character);
                if (known >= 0 && !isQuoted) {
                    counts[known]++;
                }
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return KNOWN.get(best);
    }
}
