package io.stockledger.query.intake;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a batch for one product in one generation.
 *
 * @param version the sequence number of the last event that is applied
 * @param highestSeen the highest sequence number received so far; {@code version} if none is higher
 * @param reason why the event after {@code version} could not be applied; null if it has not
 *     arrived
 * @param applied the number of events that the batch has applied
 */
record ProductOutcome(
        String productId, long version, long highestSeen, @Nullable String reason, int applied) {

    /** Whether an event was received that could not be applied. */
    boolean isHeld() {
        return version < highestSeen;
    }
}
