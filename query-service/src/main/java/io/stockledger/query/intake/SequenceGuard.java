package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Lets a product's events through in sequence: repeats are dropped, the next is applied, and what
 * comes after a gap is dropped too, since it comes again when the missing event is published again.
 */
final class SequenceGuard {

    /**
     * How a product stands after a batch.
     *
     * @param version the last event that was applied
     * @param seen the highest sequence number that came, or the version where none was higher
     * @param reason why the event after {@code version} was not applied, or null where it just has
     *     not come
     * @param applied how many events of the batch were applied
     */
    record Standing(
            String productId, long version, long seen, @Nullable String reason, int applied) {

        /** Whether an event is known that could not be applied. */
        boolean isHeldBack() {
            return version < seen;
        }
    }

    private SequenceGuard() {}

    static Standing admit(String productId, List<ReceivedRecord> arrivals, Pass pass) {
        long version = pass.versionOf(productId);
        long seen = version;
        int applied = 0;
        String reason = null;
        for (ReceivedRecord arrival : arrivals) {
            switch (arrival) {
                case ReceivedRecord.Understood(EventEnvelope event) -> {
                    seen = Math.max(seen, event.sequenceNumber());
                    if (event.sequenceNumber() == version + 1) {
                        reason = refusal(pass, event);
                        if (reason == null) {
                            version++;
                            applied++;
                        }
                    }
                }
                case ReceivedRecord.Unreadable unreadable -> {
                    Long number = unreadable.sequenceNumber();
                    long sequenceNumber = number == null ? version + 1 : number;
                    seen = Math.max(seen, sequenceNumber);
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
        return new Standing(productId, version, seen, reason, applied);
    }

    private static @Nullable String refusal(Pass pass, EventEnvelope event) {
        try {
            pass.apply(event);
            return null;
        } catch (IllegalStateException | ArithmeticException e) {
            return "event " + event.sequenceNumber() + " cannot be applied: " + e.getMessage();
        }
    }
}
