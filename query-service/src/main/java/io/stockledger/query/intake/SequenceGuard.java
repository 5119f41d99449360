package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.intake.ReceivedRecord.ReadableEvent;
import io.stockledger.query.intake.ReceivedRecord.UnreadableRecord;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Applies the events of a product in sequence. Repeats are dropped, and the event after the
 * product's version is applied. Events after a gap are also dropped: they are received again when
 * the missing event is published again.
 */
final class SequenceGuard {

    private SequenceGuard() {}

    /** Applies those of a product's records that follow its version. */
    static ProductOutcome apply(String productId, List<ReceivedRecord> records, Pass pass) {
        long version = pass.versionOf(productId);
        long highestSeen = version;
        int applied = 0;
        String reason = null;
        for (ReceivedRecord received : records) {
            switch (received) {
                case ReadableEvent(EventEnvelope event) -> {
                    highestSeen = Math.max(highestSeen, event.sequenceNumber());
                    if (event.sequenceNumber() == version + 1) {
                        reason = apply(pass, event);
                        if (reason == null) {
                            version++;
                            applied++;
                        }
                    }
                }
                case UnreadableRecord unreadable -> {
                    Long known = unreadable.sequenceNumber();
                    long sequenceNumber = known == null ? version + 1 : known;
                    highestSeen = Math.max(highestSeen, sequenceNumber);
                    if (sequenceNumber == version + 1) {
                        reason =
                                "event "
                                        + sequenceNumber
                                        + " cannot be read: "
                                        + unreadable.reason();
                    }
                }
            }
        }
        return new ProductOutcome(productId, version, highestSeen, reason, applied);
    }

    /** Applies one event; returns why it cannot be applied, or null. */
    private static @Nullable String apply(Pass pass, EventEnvelope event) {
        try {
            pass.apply(event);
            return null;
        } catch (IllegalStateException | ArithmeticException e) {
            return "event " + event.sequenceNumber() + " cannot be applied: " + e.getMessage();
        }
    }
}
