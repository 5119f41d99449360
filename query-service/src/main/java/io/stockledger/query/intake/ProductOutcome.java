package io.stockledger.query.intake;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The outcome of a batch for one product in one generation.
 *
 * @param version the sequence number of the last event that is applied
 * @param highestSeen the highest sequence number received so far; {@code version} if none is higher
 * @param announced the highest sequence number that a readable event of the relay had, whose
 *     predecessors are missing; {@code 0} if none are missing
 * @param reason why the event after {@code version} could not be applied, or why the product is
 *     contradicted; null if the event has not arrived
 * @param contradicted whether two different events with the number {@code version} were received
 * @param applied the number of events that the batch has applied
 * @param letters the readable records that could not be applied or contradict an applied event
 */
record ProductOutcome(
        String productId,
        long version,
        long highestSeen,
        long announced,
        @Nullable String reason,
        boolean contradicted,
        int applied,
        List<DeadLetter> letters) {

    /** A product whose rows cannot be read, so that its version is unknown. */
    static ProductOutcome ofUnreadableRows(String productId, String reason) {
        return new ProductOutcome(productId, 0, 1, 0, reason, false, 0, List.of());
    }

    /** Whether an event was received that could not be applied. */
    boolean isHeld() {
        return contradicted || version < highestSeen;
    }

    /** Whether this generation has applied the event that another one has refused. */
    boolean hasApplied(ProductOutcome refusing, long sequenceNumber) {
        return productId.equals(refusing.productId) && applied > 0 && version >= sequenceNumber;
    }

    /** The outcome of this part of a batch and the next part. */
    ProductOutcome then(ProductOutcome next) {
        var all = new ArrayList<>(letters);
        all.addAll(next.letters);
        String lasting = contradicted || next.version == version ? reason : null;
        return new ProductOutcome(
                productId,
                next.version,
                Math.max(highestSeen, next.highestSeen),
                Math.max(announced, next.announced),
                next.reason == null ? lasting : next.reason,
                contradicted || next.contradicted,
                applied + next.applied,
                all);
    }
}
