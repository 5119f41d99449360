package io.stockledger.query.progress;

import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.changes.ChangeQueries.Head;
import io.stockledger.query.changes.ChangeQueries.Reading;

import org.jspecify.annotations.Nullable;

import java.time.OffsetDateTime;

/**
 * Finds out that a views database was restored to an earlier moment, or replaced by another one,
 * while the replica runs. Every change of the rows has a number and a time: after a restore the
 * last number is lower, or the change with the number that was the last one has another time. For
 * one thread.
 */
final class RestoreDetector {

    private final ChangeQueries changes;
    private @Nullable Reading last;

    RestoreDetector(ChangeQueries changes) {
        this.changes = changes;
    }

    /**
     * Reads the last change.
     *
     * @return whether the database has lost changes since the last call
     */
    boolean isRestored() {
        Reading before = last;
        Reading now = changes.reading(before == null ? 0 : before.head().number());
        last = now;
        return before != null && hasLostChanges(before, now);
    }

    /** The last change at the last call; null before the first one. */
    @Nullable Head head() {
        return last == null ? null : last.head();
    }

    static boolean hasLostChanges(Reading before, Reading now) {
        OffsetDateTime changedAt = before.changedAt();
        OffsetDateTime changedAtNow = now.knownChangedAt();
        return !now.head().includes(before.head())
                || (changedAt != null && changedAtNow != null && !changedAt.isEqual(changedAtNow));
    }
}
