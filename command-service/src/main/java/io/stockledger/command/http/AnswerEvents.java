package io.stockledger.command.http;

import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.command.writer.CommandOutcome.Foreseen;
import io.stockledger.command.writer.CommandOutcome.Replayed;
import io.stockledger.command.writer.CommandOutcome.Unchanged;
import io.stockledger.events.InventoryEvent;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The events of a command or of its dry run, from which its answer is made.
 *
 * @param all in the order of the log
 * @param versions the present versions of the products in a dry run and after a command that
 *     changes nothing; else empty
 * @param position the position of the last event in the event log, or null in a dry run
 * @param replayed whether an earlier request with the same idempotency key recorded them
 */
record AnswerEvents(
        List<AnswerEvent> all,
        Map<String, Long> versions,
        @Nullable Long position,
        boolean replayed) {

    /**
     * One of the events.
     *
     * @param eventId null in a dry run
     */
    record AnswerEvent(@Nullable UUID eventId, InventoryEvent payload, long sequenceNumber) {}

    static AnswerEvents of(Effect effect) {
        return new AnswerEvents(
                effect.events().stream()
                        .map(e -> new AnswerEvent(e.eventId(), e.payload(), e.sequenceNumber()))
                        .toList(),
                effect instanceof Unchanged(_, Map<String, Long> versions) ? versions : Map.of(),
                effect.position(),
                effect instanceof Replayed);
    }

    static AnswerEvents of(Foreseen foreseen) {
        return new AnswerEvents(
                foreseen.events().stream()
                        .map(e -> new AnswerEvent(null, e.payload(), e.sequenceNumber()))
                        .toList(),
                foreseen.versions(),
                null,
                false);
    }

    /** The version of the only product after the command, also if the command is a dry run. */
    long version(String productId) {
        return all.isEmpty() ? presentVersion(productId) : all.getLast().sequenceNumber();
    }

    /** The version of the only product: after the command, but in a dry run the version before. */
    long presentVersion(String productId) {
        Long known = versions.get(productId);
        return known == null ? all.getLast().sequenceNumber() : known;
    }
}
