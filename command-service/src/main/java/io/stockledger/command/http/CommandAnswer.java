package io.stockledger.command.http;

import io.stockledger.command.processing.CommandOutcome.Recorded;

import java.util.List;
import java.util.UUID;

/** The answer to a command that was recorded. */
record CommandAnswer(String productId, long version, long position, List<RecordedEvent> events) {

    record RecordedEvent(UUID eventId, String type, long sequenceNumber) {}

    static CommandAnswer of(Recorded recorded) {
        return new CommandAnswer(
                recorded.productId(),
                recorded.version(),
                recorded.position(),
                List.of(
                        new RecordedEvent(
                                recorded.eventId(), recorded.eventType(), recorded.version())));
    }
}
