package io.stockledger.replay;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

/** The reason why the replay stops, as one line with cause and remedy, and the exit code. */
final class ReplayFailure extends RuntimeException {

    /** The command line is wrong, or a file cannot be read or written. */
    static final int EXIT_USAGE = 2;

    /** The system cannot be reached or verified, or already has products of the replay. */
    static final int EXIT_SYSTEM = 3;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private ReplayFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    static ReplayFailure usage(String message) {
        return new ReplayFailure(message, EXIT_USAGE);
    }

    static ReplayFailure system(String message) {
        return new ReplayFailure(message, EXIT_SYSTEM);
    }

    static ReplayFailure unverified(OperatorFailure e) {
        return system(
                "the system cannot be verified: %s Or leave the verification out with --no-verify."
                        .formatted(sentence(e.getMessage())));
    }

    private static String sentence(@Nullable String text) {
        return text == null || text.endsWith(".") ? "" + text : text + ".";
    }

    int exitCode() {
        return exitCode;
    }
}
