package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Conflict;

import java.util.HashSet;
import java.util.Set;

/**
 * The conflicts of one exclusive append. While the head of the log is locked, nothing changes, and
 * one conflict names everything that the batch did not know. Only an order can cause a further
 * conflict: the batch that is decided again may rest on the products of an order on which the batch
 * before did not rest.
 */
final class LockedConflicts {

    private final Set<String> changedOrders = new HashSet<>();
    private boolean isFirst = true;

    /**
     * Accepts the next conflict.
     *
     * @throws IllegalStateException if it is not the first and names no further order, which is a
     *     bug of the caller: it would be repeated forever
     */
    void add(Conflict conflict) {
        if (!changedOrders.addAll(conflict.changedOrders()) && !isFirst) {
            throw new IllegalStateException(
                    "a batch that was decided again has the same conflict although the head of the"
                            + " log is locked: "
                            + conflict);
        }
        isFirst = false;
    }
}
