package io.stockledger.command.http;

import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.events.EventType;

import java.util.List;
import java.util.UUID;

/** The answer to a recorded command on one product. */
public record CommandAnswer(
        String productId, long version, long position, List<RecordedEvent> events) {

    record RecordedEvent(UUID eventId, String type, long sequenceNumber) {}

    public static CommandAnswer of(Effect effect) {
        var last = effect.events().getLast();
        return new CommandAnswer(
                last.payload().productId(),
                last.sequenceNumber(),
                effect.position(),
                effect.events().stream()
                        .map(
                                e ->
                                        new RecordedEvent(
                                                e.eventId(),
                                                EventType.of(e.payload()).wireName(),
                                                e.sequenceNumber()))
                        .toList());
    }
}
