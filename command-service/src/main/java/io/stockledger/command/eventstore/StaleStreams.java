package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Conflicted;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;

import java.util.HashMap;
import java.util.Map;

/**
 * The streams that were not where a batch expected them, and the versions that it expected.
 *
 * @param near those whose newer events are no more than {@link EventStore#NEWER_EVENTS_MAX}
 *     together, so that they can be told while others wait
 * @param far the others
 */
record StaleStreams(Map<String, Long> near, Map<String, Long> far) {

    static StaleStreams of(Conflicted conflicted) {
        var missed = new StaleStreams(new HashMap<>(), new HashMap<>());
        long room = EventStore.NEWER_EVENTS_MAX;
        for (VersionConflict conflict : conflicted.conflicts()) {
            long newer = conflict.actual() - conflict.expected();
            boolean isNear = newer <= room;
            room -= isNear ? newer : 0;
            (isNear ? missed.near : missed.far).put(conflict.streamId(), conflict.expected());
        }
        return missed;
    }
}
