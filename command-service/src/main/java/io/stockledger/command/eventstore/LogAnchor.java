package io.stockledger.command.eventstore;

import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * What a caller knows for certain about the event log. If the log contradicts it, the log is not
 * the one that the caller has read.
 *
 * @param epoch the epoch in which the caller has read the log
 * @param position the position of the newest event of the log that the caller knows, 0 for none
 * @param eventId the id of this event, or null for none
 */
public record LogAnchor(LogEpoch epoch, long position, @Nullable UUID eventId) {

    /** The anchor of a caller that knows no event. */
    public static LogAnchor of(LogEpoch epoch) {
        return new LogAnchor(epoch, 0, null);
    }

    /** The anchor after the caller has seen a newer event. */
    public LogAnchor at(long newerPosition, @Nullable UUID newerEventId) {
        return new LogAnchor(epoch, newerPosition, newerEventId);
    }
}
