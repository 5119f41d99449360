package io.stockledger.localstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log file. */
public final class LogTail {

    private LogTail() {}

    /** Returns at most this many lines, the last one first. Bytes of any encoding are accepted. */
    public static List<String> lastFirst(Path logFile, int linesMax) throws IOException {
        List<String> lines =
                Files.readString(logFile, StandardCharsets.ISO_8859_1).lines().toList();
        return lines.subList(Math.max(0, lines.size() - linesMax), lines.size()).reversed();
    }
}
