package io.stockledger.command.eventstore;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The content of one append call, and the state of the log that it rests on. The content must not
 * change while the store appends it. The writer's batch implements this interface, so it is
 * appended without a conversion.
 */
public interface AppendBatch {

    /**
     * The version of each stream that the decisions rest on, including streams that get no event.
     */
    Map<String, Long> expectedVersions();

    /** The events to write, in order. */
    List<StreamEvent> events();

    /**
     * The idempotency keys of all commands of the batch, including those of refused commands. The
     * append succeeds only if none of them has a receipt.
     */
    Set<String> keys();

    /**
     * The number of products that each order has ever reserved, for the orders of which the
     * decisions concern every product. The append succeeds only if the log agrees.
     */
    Map<String, Integer> productsOfOrders();

    /** The receipts to write. */
    List<NewReceipt> receipts();

    /** The log that the decisions rest on, or null if any will do. */
    @Nullable LogAnchor anchor();

    /** The part of the log that the caller has applied, or null if it is unknown. */
    @Nullable KnownLog knownLog();

    /**
     * A receipt that the append writes for an idempotency key.
     *
     * @param fingerprint identifies the content of the command
     * @param firstEvent the index of the command's first event in the batch, from 0
     * @param eventCount the number of its consecutive events, 1 or more
     */
    record NewReceipt(String key, UUID fingerprint, int firstEvent, int eventCount) {}
}
