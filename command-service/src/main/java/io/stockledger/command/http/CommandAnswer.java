package io.stockledger.command.http;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.events.EventType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * The answer to a command on one product, or to its dry run.
 *
 * @param version the version of the product after the command, also if the command is a dry run
 * @param position null in a dry run
 * @param events empty if the command changes nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandAnswer(
        String productId, long version, @Nullable Long position, List<RecordedEvent> events) {

    /**
     * An event that the command has recorded, or would record.
     *
     * @param eventId null in a dry run
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecordedEvent(@Nullable UUID eventId, String type, long sequenceNumber) {}

    public static CommandAnswer of(ProductCommand command, Effect effect) {
        return of(command, AnswerEvents.of(effect));
    }

    static CommandAnswer of(ProductCommand command, AnswerEvents events) {
        return new CommandAnswer(
                command.productId(),
                events.version(command.productId()),
                events.position(),
                events.all().stream()
                        .map(
                                e ->
                                        new RecordedEvent(
                                                e.eventId(),
                                                EventType.of(e.payload()).wireName(),
                                                e.sequenceNumber()))
                        .toList());
    }
}
