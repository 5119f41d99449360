package io.stockledger.command.domain;

import io.stockledger.events.InventoryEvent;

/** What became of a command: one event to record, or a refusal. */
public sealed interface Decision {

    record Accepted(InventoryEvent event) implements Decision {}

    record Refused(Rejection rejection) implements Decision {}
}
