package io.stockledger.localstack.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Why a process ended, as far as its log tells: its last error, or else the last line that is part
 * of no stack trace. One line, for where the log itself may be out of reach.
 */
final class LastWords {

    static final int LENGTH_MAX = 400;

    private static final int TAIL_BYTES = 64 * 1024;

    /** As Spring Boot writes a line: the instant, the level, and what is said after a colon. */
    private static final Pattern ERROR = Pattern.compile("\\d{4}-\\S+ +ERROR .*");

    private static final Pattern LOG_PREFIX =
            Pattern.compile("^\\d{4}-\\S+ +[A-Z]+ \\d+ --- .*? : ");

    /** Indented, a cause, or an exception's name and message. */
    private static final Pattern TRACE =
            Pattern.compile("(\\s.*)?|Caused by: .*|[a-z]\\w*(\\.\\w+)+(Exception|Error)(: .*)?");

    private LastWords() {}

    /** What the log file tells from this place on. */
    static String in(Path logFile, long from) {
        try {
            return in(tail(logFile, from).lines().toList());
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    static String in(List<String> lines) {
        int telling = lastIndex(lines, line -> ERROR.matcher(line).matches());
        if (telling < 0) {
            telling = lastIndex(lines, line -> !TRACE.matcher(line).matches());
        }
        if (telling < 0) {
            return "it wrote no log";
        }
        String words = LOG_PREFIX.matcher(lines.get(telling)).replaceFirst("").strip();
        String cause = rootCause(lines.subList(telling + 1, lines.size()));
        return bounded(cause.isEmpty() ? words : words + " - " + cause);
    }

    /** The last exception of the stack trace that these lines begin with, or nothing. */
    private static String rootCause(List<String> lines) {
        return lines.stream()
                .takeWhile(line -> TRACE.matcher(line).matches())
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .reduce("", (_, later) -> later);
    }

    private static int lastIndex(List<String> lines, Predicate<String> wanted) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (wanted.test(lines.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static String bounded(String text) {
        return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "...";
    }

    private static String tail(Path file, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long begin = Math.max(from, channel.size() - TAIL_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - begin));
            while (bytes.hasRemaining() && channel.read(bytes, begin + bytes.position()) >= 0) {
                // Read on until the end.
            }
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }
}
