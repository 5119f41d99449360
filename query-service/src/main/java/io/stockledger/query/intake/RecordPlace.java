package io.stockledger.query.intake;

import java.util.Optional;
import java.util.UUID;

/**
 * The place of a record in the event log, as its headers state it.
 *
 * @param position the position of the event; 0 if the relay has not written the record
 * @param previous the position of the event before it in the same partition; 0 for the first event,
 *     or if an earlier version has written the record
 * @param epoch the epoch of the log; empty in records of versions that knew no epochs
 */
record RecordPlace(long position, long previous, Optional<UUID> epoch) {

    /** Whether the headers are those of the relay. */
    boolean isKnown() {
        return position > 0;
    }
}
