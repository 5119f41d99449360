package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The quantity of a product that is reserved for an order and not shipped yet.
 *
 * @param quantity at least 1
 * @param expiresAt the instant at which it lapses, or null if it holds until it is shipped or
 *     cancelled
 */
public record Reservation(long quantity, @Nullable Instant expiresAt) {

    /** Whether it holds stock at this instant. It does not at {@code expiresAt} and later. */
    public boolean holdsAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
