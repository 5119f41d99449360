package io.stockledger.cli.output;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which outputs are terminals, and whether they show colours. The script states the terminals,
 * because Java can tell only whether both the input and the output are one. Immutable.
 */
public final class Terminal {

    /** The property with the outputs that are terminals: {@code out}, {@code err} or both. */
    static final String PROPERTY = "stockledger.terminals";

    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");

    private final boolean isOut;
    private final boolean isErr;
    private final boolean isColored;

    /**
     * @param terminals the value of {@link #PROPERTY}
     * @param noColor the value of the variable {@code NO_COLOR}; any text that is not empty means
     *     no colours
     * @param type the value of the variable {@code TERM}
     */
    Terminal(String terminals, @Nullable String noColor, @Nullable String type) {
        List<String> names = Arrays.asList(terminals.split(",", -1));
        this.isOut = names.contains("out");
        this.isErr = names.contains("err");
        this.isColored = isOut && (noColor == null || noColor.isEmpty()) && !"dumb".equals(type);
    }

    /** The terminals of this process. */
    public static Terminal current() {
        return new Terminal(
                System.getProperty(PROPERTY, ""), System.getenv("NO_COLOR"), System.getenv("TERM"));
    }

    /** Whether stdout is a terminal. */
    public boolean isOutATerminal() {
        return isOut;
    }

    /** Whether stderr is a terminal. */
    public boolean isErrATerminal() {
        return isErr;
    }

    /** Returns the text in this colour, if stdout shows colours. */
    public String paint(Color color, String text) {
        return isColored ? color.paint(text) : text;
    }

    /**
     * The size of a terminal in characters.
     *
     * @param columns {@link Integer#MAX_VALUE} if the output is not a terminal, or its size is
     *     unknown
     * @param rows the same
     */
    public record Size(int rows, int columns) {

        static final Size UNLIMITED = new Size(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Returns the present size of the terminal behind stdout. */
    public Size size() {
        if (!isOut) {
            return Size.UNLIMITED;
        }
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Matcher size =
                    ROWS_AND_COLUMNS.matcher(
                            new String(
                                    stty.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII));
            if (!size.matches()) {
                return Size.UNLIMITED;
            }
            int rows = Integer.parseInt(size.group(1));
            int columns = Integer.parseInt(size.group(2));
            return rows == 0 || columns == 0 ? Size.UNLIMITED : new Size(rows, columns);
        } catch (IOException _) {
            return Size.UNLIMITED;
        }
    }
}
