package io.stockledger.query.exports;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * An export while it runs: how long it has been reading and how long it has been waiting for its
 * caller. {@link #cutIfDue} is called by the thread that watches all exports, every other method by
 * the thread of the request.
 */
final class RunningExport {

    private static final Logger LOG = LoggerFactory.getLogger(RunningExport.class);
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final Runnable closeConnection;
    private final long startedNanos;
    private volatile long waitingSinceNanos = NOT_WAITING;
    private @Nullable Runnable abortSnapshot;
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
     * The export reads from a snapshot.
     *
     * @param abort closes its connection from any thread
     */
    synchronized void beginReading(Runnable abort) {
        abortSnapshot = abort;
    }

    /** The snapshot is released, and its connection may be used by another export. */
    synchronized void endReading() {
        abortSnapshot = null;
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
     * Cuts the export if it has exceeded a limit: the connection to the caller is closed, and so is
     * that of the snapshot, whichever of them the export is waiting for.
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
                    "An export has run for {} ms; its connection is closed and its snapshot is"
                            + " released",
                    limits.durationMax().toMillis());
        } else if (since != NOT_WAITING && exceeds(nowNanos - since, limits.stallMax())) {
            LOG.warn(
                    "The caller of an export has not read for {} ms; its connection is closed and"
                            + " the snapshot is released",
                    limits.stallMax().toMillis());
        } else {
            return false;
        }
        isCut = true;
        closeConnection.run();
        if (abortSnapshot != null) {
            abortSnapshot.run();
        }
        return true;
    }

    private static boolean exceeds(long nanos, Duration limit) {
        return nanos > limit.toNanos();
    }
}
