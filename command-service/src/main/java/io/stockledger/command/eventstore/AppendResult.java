package io.stockledger.command.eventstore;

import java.util.List;

/** What an append call came to: everything is durable, or nothing was written. */
public sealed interface AppendResult {

    /**
     * All events are durable, at consecutive positions.
     *
     * @param firstPosition the first event's position; of no meaning where the batch had no events
     */
    record Appended(long firstPosition) implements AppendResult {}

    /** Nothing was written, since these streams are not where they were expected to be. */
    record Conflicted(List<VersionConflict> conflicts) implements AppendResult {}

    /** A stream at version {@code actual} where {@code expected} was believed. */
    record VersionConflict(String streamId, long expected, long actual) {}
}
