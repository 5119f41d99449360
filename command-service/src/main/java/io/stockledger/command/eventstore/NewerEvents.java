package io.stockledger.command.eventstore;

import io.stockledger.events.EventEnvelope;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the log holds beyond what a caller knew.
 *
 * @param head the position of the log's last event
 * @param events at first all events after the position that the caller follows, in the order of the
 *     log, or none where he follows none or these are more than {@link
 *     EventStore#NEWER_EVENTS_MAX}; the second time those of the streams that were not where he
 *     expected them, each stream's in sequence
 * @param farBehind those of these streams of which only the next event is told, since all events
 *     together would be more than {@link EventStore#NEWER_EVENTS_MAX}: others wait while he is told
 * @param receipts of those of the batch's keys that turned out to be known, by key
 */
public record NewerEvents(
        long head,
        List<EventEnvelope> events,
        Set<String> farBehind,
        Map<String, Receipt> receipts) {

    /** The events after the position that a caller follows. */
    public static NewerEvents since(long head, List<EventEnvelope> events) {
        return new NewerEvents(head, events, Set.of(), Map.of());
    }
}
