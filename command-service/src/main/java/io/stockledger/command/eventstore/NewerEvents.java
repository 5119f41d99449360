package io.stockledger.command.eventstore;

import io.stockledger.events.EventEnvelope;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The part of the log that a caller does not know yet.
 *
 * @param headPosition the position of the last event in the log
 * @param headEventId the id of this event, or null if the log has no event
 * @param events in the first call, all events after the caller's known position, in log order;
 *     empty if no position is known or the limit {@link EventStore#NEWER_EVENTS_MAX} is exceeded.
 *     In the second call, the events of the streams that were not at their expected version, each
 *     stream in sequence
 * @param incompleteStreams the streams of which events are left out: an event cannot be read, or
 *     all of them would exceed {@link EventStore#NEWER_EVENTS_MAX}
 * @param receipts the receipts of those keys of the batch that are known, by key
 * @param changedOrders the orders that have more products than the batch expected
 */
public record NewerEvents(
        long headPosition,
        @Nullable UUID headEventId,
        List<EventEnvelope> events,
        Set<String> incompleteStreams,
        Map<String, Receipt> receipts,
        Set<String> changedOrders) {

    /** The events after the caller's known position. */
    public static NewerEvents since(
            long headPosition,
            @Nullable UUID headEventId,
            List<EventEnvelope> events,
            Set<String> incompleteStreams) {
        return new NewerEvents(
                headPosition, headEventId, events, incompleteStreams, Map.of(), Set.of());
    }
}
