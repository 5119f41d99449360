package io.stockledger.cli.verify;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.sources.Sources;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The verification of a system that another program has used: what {@code ./stockledger verify}
 * does, without a place at which an interrupted run goes on. For one thread.
 */
public final class SystemVerification {

    private final Sources sources;
    private final Path data;
    private final long headBefore;

    private SystemVerification(Sources sources, Path data, long headBefore) {
        this.sources = sources;
        this.data = data;
        this.headBefore = headBefore;
    }

    /**
     * The verification of the system that {@code ./run} keeps in a folder. To be called before the
     * other program uses it.
     *
     * @throws OperatorFailure if it is not the data folder of a running system
     */
    public static SystemVerification of(Path data) {
        Sources sources = Sources.ofFolder(data);
        return new SystemVerification(sources, data, head(sources));
    }

    /**
     * Verifies it, and prints each difference and the result.
     *
     * @param wait the time in which the read models must reach the event log
     * @return the number of differences
     * @throws OperatorFailure if a source cannot be read, or the event log has not grown since
     *     {@link #of}, so that the other program must have used another system
     */
    public long run(Duration wait, PrintStream out, PrintStream progressOut) {
        if (head(sources) == headBefore) {
            throw new OperatorFailure(
                    "the system in %s has no new event, so that it is not the one that was used: name the data folder of that one with --data"
                            .formatted(data));
        }
        try {
            Path file = Files.createTempFile("verification", ".state");
            try {
                return new Verification(
                                sources,
                                new VerificationState(file, sources.toString()),
                                wait,
                                out,
                                progressOut,
                                () -> false)
                        .run();
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long head(Sources sources) {
        try {
            return LogEvents.head(sources.events());
        } catch (SQLException e) {
            throw new OperatorFailure("the events database failed: " + e.getMessage(), e);
        }
    }
}
