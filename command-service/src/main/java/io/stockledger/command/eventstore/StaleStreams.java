package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendResult.Conflict;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;

import java.util.HashMap;
import java.util.Map;

/**
 * The streams that were not at the version that a batch expected, with the expected versions.
 *
 * @param near the streams whose newer events are together at most {@link
 *     EventStore#NEWER_EVENTS_MAX}, so that they can be read while other instances wait
 * @param far the other streams
 */
record StaleStreams(Map<String, Long> near, Map<String, Long> far) {

    static StaleStreams of(Conflict conflict) {
        var stale = new StaleStreams(new HashMap<>(), new HashMap<>());
        long room = EventStore.NEWER_EVENTS_MAX;
        for (VersionConflict stream : conflict.versionConflicts()) {
            long newerEvents = stream.actual() - stream.expected();
            if (newerEvents <= room) {
                room -= newerEvents;
                stale.near.put(stream.streamId(), stream.expected());
            } else {
                stale.far.put(stream.streamId(), stream.expected());
            }
        }
        return stale;
    }
}
