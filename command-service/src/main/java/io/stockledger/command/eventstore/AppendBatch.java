package io.stockledger.command.eventstore;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What one append call writes and what it rests on.
 *
 * @param expectedVersions the version of each stream that the decisions were made on, also of
 *     streams that get no event
 * @param events the events to write, in order
 * @param keys the idempotency keys of all commands of the batch, also of those that are refused;
 *     none of them may be known
 * @param receipts what is to be remembered for keys
 * @param followed what the caller knows of the log, or null where that is nothing
 */
public record AppendBatch(
        Map<String, Long> expectedVersions,
        List<NewEvent> events,
        Set<String> keys,
        List<NewReceipt> receipts,
        @Nullable Followed followed) {

    /** A batch without idempotency keys, of a caller who knows nothing of the log. */
    public AppendBatch(Map<String, Long> expectedVersions, List<NewEvent> events) {
        this(expectedVersions, events, Set.of(), List.of(), null);
    }

    /**
     * What a key shall stand for from now on.
     *
     * @param fingerprint tells the command from any other
     * @param firstEvent the place of its first event in the batch, from 0
     * @param eventCount how many events it has, 1 or more, one after the other
     */
    public record NewReceipt(String key, UUID fingerprint, int firstEvent, int eventCount) {}

    /**
     * The caller has taken in every event up to a position. While the log ends there, the versions
     * that it expects are right, except of streams that no append has confirmed yet.
     *
     * @param unconfirmed streams to check in any case, all of them among the expected ones
     */
    public record Followed(long position, Set<String> unconfirmed) {}
}
