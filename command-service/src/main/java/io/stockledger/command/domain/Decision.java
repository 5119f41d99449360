package io.stockledger.command.domain;

import io.stockledger.events.InventoryEvent;

import java.util.List;

/** What became of a command: events to record, or a refusal. */
public sealed interface Decision {

    /** The events to record, in order; none where the command finds nothing left to do. */
    record Accepted(List<InventoryEvent> events) implements Decision {

        /** One event to record. */
        public Accepted(InventoryEvent event) {
            this(List.of(event));
        }
    }

    record Refused(Refusal refusal) implements Decision {}
}
