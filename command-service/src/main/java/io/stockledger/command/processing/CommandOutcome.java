package io.stockledger.command.processing;

import io.stockledger.command.domain.Rejection;

import java.util.UUID;

/** What became of a command. Outages and bugs are exceptions instead. */
public sealed interface CommandOutcome {

    /**
     * The event is durable.
     *
     * @param version the product's version now, which is the event's sequence number
     */
    record Recorded(String productId, long version, long position, UUID eventId, String eventType)
            implements CommandOutcome {}

    /** Nothing was recorded, for this reason. */
    record Refused(Rejection rejection) implements CommandOutcome {}
}
