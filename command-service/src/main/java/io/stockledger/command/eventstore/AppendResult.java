package io.stockledger.command.eventstore;

import java.util.List;
import java.util.Set;

/** What an append call came to: everything is durable, or nothing was written. */
public sealed interface AppendResult {

    /**
     * All events are durable, at consecutive positions.
     *
     * @param firstPosition the first event's position; where the batch had no events, the one that
     *     the next event of the log will have
     */
    record Appended(long firstPosition) implements AppendResult {}

    /**
     * Nothing was written, since these streams are not where they were expected to be, or these
     * idempotency keys are known already.
     */
    record Conflicted(List<VersionConflict> conflicts, Set<String> knownKeys)
            implements AppendResult {}

    /** A stream at version {@code actual} where {@code expected} was believed. */
    record VersionConflict(String streamId, long expected, long actual) {}
}
