package io.stockledger.replay;

/** Why the replay cannot go on, as one line that names cause and cure, and the exit code for it. */
final class ReplayFailure extends RuntimeException {

    /** The command line or the file is not usable. */
    static final int EXIT_USAGE = 2;

    /** The system cannot be reached, or is not in a state to replay into. */
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

    int exitCode() {
        return exitCode;
    }
}
