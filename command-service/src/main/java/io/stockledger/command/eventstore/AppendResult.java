package io.stockledger.command.eventstore;

import java.util.List;
import java.util.Set;

/** The result of an append call: the whole batch is durable, or nothing was written. */
public sealed interface AppendResult {

    /**
     * All events are durable, at consecutive positions.
     *
     * @param firstPosition the position of the first event; for a batch without events, the
     *     position that the next event of the log will get
     */
    record Success(long firstPosition) implements AppendResult {}

    /**
     * Nothing was written, because streams are not at their expected versions, idempotency keys
     * have receipts already, or orders have got more products.
     */
    record Conflict(
            List<VersionConflict> versionConflicts,
            Set<String> knownKeys,
            Set<String> changedOrders)
            implements AppendResult {}

    /** A stream that is at version {@code actual} instead of {@code expected}. */
    record VersionConflict(String streamId, long expected, long actual) {}
}
