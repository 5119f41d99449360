package io.stockledger.query.progress;

import io.stockledger.query.changes.ChangeQueries.Head;

import org.jspecify.annotations.Nullable;

/**
 * Finds out that the views database was restored to an earlier moment, or replaced by another one,
 * while the replica runs. Every change of the rows raises the number of the last change, so this
 * number never becomes lower otherwise. For one thread.
 */
final class RestoreDetector {

    private @Nullable Head last;

    /**
     * Takes one reading of the last change.
     *
     * @return whether the database has lost changes since the last reading
     */
    boolean isRestored(Head head) {
        Head before = last;
        last = head;
        return before != null
                && (!before.feedId().equals(head.feedId()) || head.number() < before.number());
    }
}
