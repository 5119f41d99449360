package io.stockledger.localstack.process;

import java.util.Map;

/** The end of a process in words. */
final class ProcessEnd {

    /** Java reports the end by a signal as 128 + its number. */
    private static final int SIGNALS = 128;

    /** The exit code of a JVM with the option ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    private static final Map<Integer, String> NAMES =
            Map.of(
                    2, "SIGINT",
                    3, "SIGQUIT",
                    6, "SIGABRT",
                    7, "SIGBUS",
                    9, "SIGKILL",
                    11, "SIGSEGV",
                    15, "SIGTERM");

    private ProcessEnd() {}

    /**
     * Returns how and why a process has ended.
     *
     * @param reason the last error in its log
     */
    static String phrase(int exitCode, String reason) {
        if (exitCode > SIGNALS) {
            int signal = exitCode - SIGNALS;
            String name = NAMES.get(signal);
            return "by signal " + signal + (name == null ? "" : " (" + name + ")");
        }
        if (exitCode == OUT_OF_MEMORY && reason.contains("OutOfMemoryError")) {
            return "out of memory (exit code " + exitCode + ")";
        }
        return "with exit code " + exitCode + ": " + reason;
    }
}
