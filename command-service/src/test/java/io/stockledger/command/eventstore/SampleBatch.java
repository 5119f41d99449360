package io.stockledger.command.eventstore;

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
        @Nullable KnownLog knownLog)
        implements AppendBatch {

    /** A batch without idempotency keys, from a caller that does not know the log. */
    public SampleBatch(Map<String, Long> expectedVersions, List<StreamEvent> events) {
        this(expectedVersions, events, Set.of(), List.of(), null);
    }
}
