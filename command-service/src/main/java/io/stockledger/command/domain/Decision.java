package io.stockledger.command.domain;

import io.stockledger.events.InventoryEvent;

import java.util.List;
import java.util.Set;

/** The result of deciding a command: the events to record, or a refusal. */
public sealed interface Decision permits Decision.Acceptance, Decision.ShipmentsMissing, Refusal {

    /**
     * The command is accepted.
     *
     * @param events the events to record, in order; empty if the command finds nothing to do
     */
    record Acceptance(List<InventoryEvent> events) implements Decision {

        /** An acceptance of a command that would change nothing. */
        static final Acceptance NOTHING_TO_DO = new Acceptance(List.of());

        /** An acceptance with one event. */
        public Acceptance(InventoryEvent event) {
            this(List.of(event));
        }
    }

    /**
     * The command cannot be decided: it needs the shipments of its order as of a version since
     * which the product remembers them.
     *
     * @param productIds the products whose shipments are missing
     */
    record ShipmentsMissing(Set<String> productIds) implements Decision {}
}
