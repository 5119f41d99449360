package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.intake.ReceivedRecord.ReadableEvent;
import io.stockledger.query.intake.ReceivedRecord.UnreadableRecord;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Applies the events of a product in sequence. For one product and one batch.
 *
 * <ul>
 *   <li>The event after the product's version is applied. If it cannot be applied, it becomes a
 *       dead letter, and the product is held.
 *   <li>A repeat is dropped. A different event with the number of the last applied event becomes a
 *       dead letter, and the product is held until the letter is dismissed, because either of the
 *       two events is wrong.
 *   <li>An event after a gap is dropped: it is received again when the missing event is published
 *       again. The product is held until its version reaches the number of the event.
 *   <li>An event after a gap that the relay has not published, or whose number is not plausible,
 *       becomes a dead letter. The product is held until its next event arrives, because such a
 *       number says nothing about missing events.
 *   <li>An unreadable record holds the product before the number of its event. Without a plausible
 *       number, the product is held until its next event arrives. A record with the number of an
 *       applied event holds nothing.
 * </ul>
 */
final class SequenceGuard {

    /** The largest gap that is plausible, in events of one product. */
    static final long GAP_EVENTS_MAX = 1_000_000;

    private final String productId;
    private final Pass pass;
    private final List<DeadLetter> letters = new ArrayList<>();
    private long version;
    private long highestSeen;
    private long announced;
    private int applied;
    private @Nullable String reason;
    private @Nullable String contradiction;

    private SequenceGuard(String productId, Pass pass) {
        this.productId = productId;
        this.pass = pass;
        this.version = pass.versionOf(productId);
        this.highestSeen = version;
    }

    /** Applies those of a product's records that follow its version. */
    static ProductOutcome apply(String productId, List<ReceivedRecord> records, Pass pass) {
        var guard = new SequenceGuard(productId, pass);
        for (ReceivedRecord received : records) {
            switch (received) {
                case ReadableEvent readable -> guard.receive(readable);
                case UnreadableRecord unreadable -> guard.receive(unreadable);
            }
        }
        return guard.outcome();
    }

    private void receive(ReadableEvent readable) {
        EventEnvelope event = readable.event();
        long number = event.sequenceNumber();
        if (number == version + 1) {
            applyNext(readable);
        } else if (number > version) {
            receiveAfterGap(readable);
        } else if (number == version) {
            compare(readable);
        }
    }

    private void applyNext(ReadableEvent readable) {
        EventEnvelope event = readable.event();
        highestSeen = Math.max(highestSeen, event.sequenceNumber());
        try {
            pass.apply(event);
            version++;
            applied++;
            reason = null;
        } catch (IllegalStateException | ArithmeticException e) {
            reason = "event " + event.sequenceNumber() + " cannot be applied: " + e.getMessage();
            letters.add(letter(readable, reason));
        }
    }

    private void receiveAfterGap(ReadableEvent readable) {
        long number = readable.event().sequenceNumber();
        if (isAnnouncement(readable, number)) {
            highestSeen = Math.max(highestSeen, number);
            announced = Math.max(announced, number);
            return;
        }
        highestSeen = Math.max(highestSeen, version + 1);
        reason =
                "event "
                        + number
                        + " was received after event "
                        + version
                        + (readable.isOfRelay()
                                ? ", and a gap of this size is not plausible"
                                : " in a record that the relay has not published");
        letters.add(letter(readable, reason));
    }

    private void compare(ReadableEvent readable) {
        EventEnvelope event = readable.event();
        UUID appliedId = pass.lastEventIdOf(productId);
        if (appliedId == null || appliedId.equals(event.eventId())) {
            return;
        }
        contradiction =
                "event "
                        + version
                        + " differs from the applied one: its id is "
                        + event.eventId()
                        + ", and that of the applied one is "
                        + appliedId;
        letters.add(letter(readable, contradiction));
    }

    private void receive(UnreadableRecord unreadable) {
        Long known = unreadable.sequenceNumber();
        if (known != null && known <= version) {
            return;
        }
        boolean plausible = known != null && isAnnouncement(unreadable, known);
        long number = known != null && plausible ? known : version + 1;
        highestSeen = Math.max(highestSeen, number);
        if (number == version + 1) {
            reason =
                    known != null && known == number
                            ? "event " + number + " cannot be read: " + unreadable.reason()
                            : "a record of the product cannot be read: " + unreadable.reason();
        }
    }

    /** Whether the events before the number exist, so that they are missing. */
    private boolean isAnnouncement(ReceivedRecord received, long number) {
        return received.isOfRelay() && number - version <= GAP_EVENTS_MAX;
    }

    private DeadLetter letter(ReadableEvent readable, String cause) {
        EventEnvelope event = readable.event();
        return new DeadLetter(
                productId, event.sequenceNumber(), event.position(), cause, readable.source());
    }

    private ProductOutcome outcome() {
        return new ProductOutcome(
                productId,
                version,
                highestSeen,
                announced > version ? announced : 0,
                contradiction == null ? reason : contradiction,
                contradiction != null,
                applied,
                List.copyOf(letters));
    }
}
