package io.stockledger.command.eventstore;

import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A batch with any content. */
public record SampleBatch(
        Map<String, Long> expectedVersions,
        List<StreamEvent> events,
        Set<String> keys,
        List<NewReceipt> receipts,
        @Nullable KnownLog knownLog,
        @Nullable LogAnchor anchor,
        Map<String, Integer> productsOfOrders)
        implements AppendBatch {

    /** A batch for any epoch of the log. */
    public SampleBatch(
            Map<String, Long> expectedVersions,
            List<StreamEvent> events,
            Set<String> keys,
            List<NewReceipt> receipts,
            @Nullable KnownLog knownLog) {
        this(expectedVersions, events, keys, receipts, knownLog, null, Map.of());
    }

    /** A batch without idempotency keys, from a caller that does not know the log. */
    public SampleBatch(Map<String, Long> expectedVersions, List<StreamEvent> events) {
        this(expectedVersions, events, Set.of(), List.of(), null);
    }

    /** The content of a batch, from a caller whose log is in an epoch. */
    public static SampleBatch inEpoch(LogEpoch epoch, AppendBatch batch) {
        return new SampleBatch(
                batch.expectedVersions(),
                batch.events(),
                batch.keys(),
                batch.receipts(),
                batch.knownLog(),
                LogAnchor.of(epoch),
                batch.productsOfOrders());
    }

    /** A batch without events that rests on the number of products of orders. */
    public static SampleBatch onOrders(Map<String, Integer> productsOfOrders) {
        return new SampleBatch(
                Map.of(), List.of(), Set.of(), List.of(), null, null, productsOfOrders);
    }
}
