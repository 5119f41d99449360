package io.stockledger.command.writer;

import io.stockledger.command.domain.Refusal;
import io.stockledger.events.InventoryEvent;

import java.util.List;
import java.util.UUID;

/** What became of a command. Outages and bugs are exceptions instead. */
public sealed interface CommandOutcome {

    /** The same, as one is told it who repeats the request. */
    CommandOutcome asReplay();

    /**
     * The events are durable.
     *
     * @param position of the last event in the log
     * @param events in the order of the log; none only where a command from within found nothing
     *     left to do
     * @param replayed whether they were recorded for an earlier request with the same idempotency
     *     key
     */
    record Recorded(long position, List<RecordedEvent> events, boolean replayed)
            implements CommandOutcome {

        @Override
        public Recorded asReplay() {
            return new Recorded(position, events, true);
        }
    }

    /** An event as it stands in the log. */
    record RecordedEvent(UUID eventId, long sequenceNumber, InventoryEvent payload) {}

    /** Nothing was recorded, for this reason. */
    record Refused(Refusal refusal) implements CommandOutcome {

        @Override
        public Refused asReplay() {
            return this;
        }
    }
}
