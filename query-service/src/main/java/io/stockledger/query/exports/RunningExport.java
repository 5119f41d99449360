package io.stockledger.query.exports;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;

/**
 * An export while it runs: how long it has been reading and how long it has been waiting for its
 * caller. {@link #cutIfDue} is called by the thread that watches all exports, every other method by
 * the thread of the request.
 *
 * <p>Until the first bytes are sent, only the snapshot of an export that is cut is aborted, so that
 * its caller can be answered with a problem. After that the connection to the caller is closed too.
 */
final class RunningExport {

    private static final Logger LOG = LoggerFactory.getLogger(RunningExport.class);
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final Runnable closeConnection;
    private final long startedNanos;
    private volatile long waitingSinceNanos = NOT_WAITING;
    private @Nullable Runnable abortSnapshot;
    private boolean hasBegun;
    private boolean isCut;
    private boolean hasEnded;

    /**
     * @param closeConnection closes the connection to the caller from any thread
     */
    RunningExport(Runnable closeConnection, long startedNanos) {
        this.closeConnection = closeConnection;
        this.startedNanos = startedNanos;
    }

    /**
     * The export reads from a snapshot. If the export is cut already, the snapshot is aborted at
     * once.
     *
     * @param abort closes its connection from any thread
     */
    synchronized void beginReading(Runnable abort) {
        abortSnapshot = abort;
        if (isCut) {
            abort.run();
        }
    }

    /** The snapshot is released, and its connection may be used by another export. */
    synchronized void endReading() {
        abortSnapshot = null;
    }

    /**
     * The first bytes are sent after this, so the answer can no longer become a problem.
     *
     * @throws IOException if the export is cut
     */
    synchronized void begin() throws IOException {
        if (isCut) {
            throw new IOException("the export was cut before its first bytes were sent");
        }
        hasBegun = true;
    }

    synchronized boolean hasBegun() {
        return hasBegun;
    }

    /** The next bytes are being sent, for which the caller has to make room. */
    void beginWaiting(long nowNanos) {
        waitingSinceNanos = nowNanos;
    }

    void endWaiting() {
        waitingSinceNanos = NOT_WAITING;
    }

    /** Ends the export: nothing is closed any more. */
    synchronized void end() {
        hasEnded = true;
    }

    /** Whether the export was cut because it took too long or its caller does not read. */
    synchronized boolean isCut() {
        return isCut;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - startedNanos;
    }

    /**
     * Cuts the export if it has exceeded a limit: the connection of the snapshot is closed, and so
     * is that to the caller if bytes were sent, whichever of them the export is waiting for.
     *
     * @return whether this call has cut it
     */
    synchronized boolean cutIfDue(ExportLimits limits, long nowNanos) {
        if (hasEnded || isCut) {
            return false;
        }
        long since = waitingSinceNanos;
        if (exceeds(ageNanos(nowNanos), limits.durationMax())) {
            LOG.warn(
                    "An export has run for {} ms; {} and its snapshot is released",
                    limits.durationMax().toMillis(),
                    hasBegun ? "its connection is closed" : "it is answered with a problem");
        } else if (since != NOT_WAITING && exceeds(nowNanos - since, limits.stallMax())) {
            LOG.warn(
                    "The caller of an export has not read for {} ms; its connection is closed and"
                            + " the snapshot is released",
                    limits.stallMax().toMillis());
        } else {
            return false;
        }
        isCut = true;
        if (hasBegun) {
            closeConnection.run();
        }
        if (abortSnapshot != null) {
            abortSnapshot.run();
        }
        return true;
    }

    private static boolean exceeds(long nanos, Duration limit) {
        return nanos > limit.toNanos();
    }
}
