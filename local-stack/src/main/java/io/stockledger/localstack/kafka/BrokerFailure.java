package io.stockledger.localstack.kafka;

import io.stockledger.localstack.process.LogTail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Explains in one line why the broker did not start, from the end of its log. */
final class BrokerFailure {

    private static final int TAIL_LINES = 200;

    private BrokerFailure() {}

    static String explain(Path logFile) {
        String cause = cause(logFile);
        return "Kafka did not start: %s. %s (log: %s)".formatted(cause, remedy(cause), logFile);
    }

    private static String remedy(String cause) {
        if (cause.contains("No space left")) {
            return "Free some disk space and start again.";
        }
        if (cause.contains("bind") || cause.contains("Address already in use")) {
            return "Start again: another port will be chosen.";
        }
        if (cause.contains("Permission denied") || cause.contains("Read-only")) {
            return "Make the data folder writable, or choose another with --data.";
        }
        return "If the data is damaged, restore it or delete it with --fresh.";
    }

    /** Returns the last line of the last chain of exceptions, which names the root cause. */
    private static String cause(Path logFile) {
        try {
            List<String> lines = LogTail.lastFirst(logFile, TAIL_LINES);
            for (String line : lines) {
                if (line.startsWith("Caused by: ")
                        || line.matches("[a-z.]+[A-Z]\\w+(Exception|Error): .*")) {
                    return line.replaceFirst("^Caused by: ", "").strip();
                }
            }
            return lines.isEmpty() ? "the log is empty" : lines.getFirst();
        } catch (IOException e) {
            return "the log cannot be read";
        }
    }
}
