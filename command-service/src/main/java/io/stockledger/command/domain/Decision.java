package io.stockledger.command.domain;

import io.stockledger.events.InventoryEvent;

import java.util.List;

/** The result of deciding a command: the events to record, or a refusal. */
public sealed interface Decision permits Decision.Acceptance, Refusal {

    /**
     * The command is accepted.
     *
     * @param events the events to record, in order; empty if the command finds nothing to do
     */
    record Acceptance(List<InventoryEvent> events) implements Decision {

        /** An acceptance with one event. */
        public Acceptance(InventoryEvent event) {
            this(List.of(event));
        }
    }
}
