package io.stockledger.localstack.kafka;

import io.stockledger.localstack.process.LogTail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Explains in one line why the broker did not start, from the end of its log. */
final class BrokerFailure {

    private static final int TAIL_LINES = 200;

    /** It follows the exception that says why the file cannot be read. */
    private static final String CONSEQUENCE = "No readable meta.properties files found";

    private BrokerFailure() {}

    /**
     * The cause, and a remedy that keeps the events: the events database has all of them, and the
     * relay publishes them again to an empty broker.
     */
    static String explain(Path logFile, Path dataFolder) {
        String cause = cause(logFile);
        return "Kafka did not start: %s. %s (log: %s)"
                .formatted(cause, remedy(cause, dataFolder), logFile);
    }

    private static String remedy(String cause, Path dataFolder) {
        if (cause.contains("No space left")) {
            return "Free some disk space and start again.";
        }
        if (cause.contains("bind") || cause.contains("Address already in use")) {
            return "Start again: another port will be chosen.";
        }
        if (cause.contains("Permission denied")
                || cause.contains("AccessDenied")
                || cause.contains("Read-only")) {
            return "Make the data folder writable, or choose another with --data.";
        }
        return "If its data is damaged, or of another broker or version, delete the folder %s: every event is published again from the events database."
                .formatted(dataFolder);
    }

    /** Returns the last line of the last chain of exceptions, which names the root cause. */
    private static String cause(Path logFile) {
        try {
            List<String> lines = LogTail.lastFirst(logFile, TAIL_LINES);
            for (String line : lines) {
                if (isException(line) && !line.contains(CONSEQUENCE)) {
                    return line.replaceFirst("^Caused by: ", "")
                            .replaceFirst("^java.lang.RuntimeException: ", "")
                            .strip()
                            .replaceFirst("\\.$", "");
                }
            }
            return lines.isEmpty() ? "the log is empty" : lines.getFirst();
        } catch (IOException e) {
            return "the log cannot be read";
        }
    }

    private static boolean isException(String line) {
        return line.startsWith("Caused by: ")
                || line.matches("[a-z.]+[A-Z]\\w+(Exception|Error): .*");
    }
}
