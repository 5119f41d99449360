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
 * Finds the reason of the end of a process in its log: the last error, or else the last line that
 * is not part of a stack trace. It is one line, because the reader may not have the log.
 */
final class FailureReason {

    static final int LENGTH_MAX = 400;

    private static final int TAIL_BYTES = 64 * 1024;

    /** A line of Spring Boot: the instant, the level, and the message after a colon. */
    private static final Pattern ERROR = Pattern.compile("\\d{4}-\\S+ +ERROR .*");

    private static final Pattern LOG_PREFIX =
            Pattern.compile("^\\d{4}-\\S+ +[A-Z]+ \\d+ --- .*? : ");

    /** A line of a stack trace: indented, a cause, or the name and message of an exception. */
    private static final Pattern TRACE =
            Pattern.compile("(\\s.*)?|Caused by: .*|[a-z]\\w*(\\.\\w+)+(Exception|Error)(: .*)?");

    private FailureReason() {}

    /** Returns the reason from the part of the log file after this position. */
    static String in(Path logFile, long from) {
        try {
            return in(tail(logFile, from).lines().toList());
        } catch (IOException e) {
            return "the log cannot be read: " + e.getMessage();
        }
    }

    static String in(List<String> lines) {
        int last = lastIndex(lines, line -> ERROR.matcher(line).matches());
        if (last < 0) {
            last = lastIndex(lines, line -> !TRACE.matcher(line).matches());
        }
        if (last < 0) {
            return "the log is empty";
        }
        String message = LOG_PREFIX.matcher(lines.get(last)).replaceFirst("").strip();
        String cause = rootCause(lines.subList(last + 1, lines.size()));
        return bounded(cause.isEmpty() ? message : message + " - " + cause);
    }

    /** Returns the last exception of the stack trace at the beginning of the lines, or nothing. */
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
                // The condition reads until the end.
            }
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }
}
