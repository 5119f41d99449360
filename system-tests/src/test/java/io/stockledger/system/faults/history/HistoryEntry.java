package io.stockledger.system.faults.history;

import org.jspecify.annotations.Nullable;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A call of a client. The times are those of the monotonic clock of the test, in nanoseconds; the
 * call had its effect between them, if it had one.
 */
public sealed interface HistoryEntry {

    int client();

    /** The service that was called, such as {@code command-1}. */
    String target();

    long beginNanos();

    long endNanos();

    /**
     * One attempt at a command.
     *
     * @param commandId the idempotency key, or the correlation id of a command without a key; the
     *     same for all attempts
     * @param repeatable whether it has an idempotency key
     */
    record CommandCall(
            String commandId,
            boolean repeatable,
            StockCommand command,
            int client,
            String target,
            long beginNanos,
            long endNanos,
            CommandResult result)
            implements HistoryEntry {}

    /**
     * A read of a product at the command service, which is strictly consistent.
     *
     * @param stock null if it failed
     */
    record ProductRead(
            String productId,
            int client,
            String target,
            long beginNanos,
            long endNanos,
            @Nullable StockSeen stock)
            implements HistoryEntry {}

    /**
     * A read of a product in a view.
     *
     * @param minVersion the version that the answer must have at least; null without a condition
     * @param answer null if it failed
     */
    record ViewRead(
            String productId,
            @Nullable Long minVersion,
            int client,
            String target,
            long beginNanos,
            long endNanos,
            @Nullable ViewAnswer answer)
            implements HistoryEntry {}

    /** An answer with a status that the contract does not allow for the call. */
    record UnexpectedAnswer(
            String call,
            int client,
            String target,
            long beginNanos,
            long endNanos,
            int status,
            String body)
            implements HistoryEntry {}

    /**
     * A product as an answer shows it; version 0 if the answer says that it is not known.
     *
     * @param warehouses the quantity on hand in each
     */
    record StockSeen(
            long version,
            long total,
            long blocked,
            long reserved,
            SortedMap<String, Long> warehouses) {

        /** An answer that does not know the product. */
        public static StockSeen unknown() {
            return new StockSeen(0, 0, 0, 0, new TreeMap<>());
        }
    }

    /**
     * An answer of a view with its headers.
     *
     * @param position {@code Stock-Position}
     * @param lagMs {@code Stock-Lag-Ms}
     * @param held whether the answer says that the product is held back
     */
    record ViewAnswer(StockSeen stock, long position, long lagMs, boolean held) {}
}
