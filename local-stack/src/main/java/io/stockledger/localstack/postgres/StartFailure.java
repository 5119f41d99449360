package io.stockledger.localstack.postgres;

import io.stockledger.localstack.process.LogTail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Explains in one line why Postgres did not start, from the end of its log. */
final class StartFailure {

    private static final int TAIL_LINES = 40;

    /** The answers to clients of a server that starts or stops. */
    private static final List<String> ANSWERS_TO_CLIENTS =
            List.of(
                    "FATAL:  the database system is ",
                    "FATAL:  terminating connection due to administrator command");

    private static final List<String> ERROR_MARKS = List.of("PANIC:", "FATAL:", "error:", "ERROR:");

    /** The line after an error, with its values. */
    private static final String DETAIL_MARK = "DETAIL:";

    private StartFailure() {}

    static String explain(Path logFile) {
        String cause = cause(logFile);
        return "Postgres did not start: %s. %s (log: %s)".formatted(cause, remedy(cause), logFile);
    }

    static String remedy(String cause) {
        String text = cause.toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota")) {
            return "Free some disk space and start again.";
        }
        if (text.contains("permission denied") || text.contains("read-only")) {
            return "Make the data folder writable, or choose another with --data.";
        }
        if (text.contains("address already in use") || text.contains("could not bind")) {
            return "Start again: another port will be chosen.";
        }
        if (text.contains("initialized by postgresql version")) {
            return "Start the version of Stockledger that made it, or delete all data with"
                    + " --fresh.";
        }
        if (text.contains("shared memory") && text.contains("in use")) {
            return "End the remaining postgres processes and start again.";
        }
        return "If the data is damaged, restore it or delete it with --fresh.";
    }

    private static String cause(Path logFile) {
        try {
            List<String> lines = LogTail.lastFirst(logFile, TAIL_LINES);
            String detail = "";
            for (String line : lines) {
                for (String word : ERROR_MARKS) {
                    if (line.contains(word)
                            && ANSWERS_TO_CLIENTS.stream().noneMatch(line::contains)) {
                        return after(word, line) + detail;
                    }
                }
                // The log has it after its error, and is read backwards.
                detail =
                        line.contains(DETAIL_MARK)
                                ? ": " + after(DETAIL_MARK, line).replaceFirst("\\.$", "")
                                : "";
            }
            return lines.isEmpty() ? "the log is empty" : lines.getFirst();
        } catch (IOException e) {
            return "the log cannot be read";
        }
    }

    private static String after(String mark, String line) {
        return line.substring(line.indexOf(mark) + mark.length()).strip();
    }
}
