package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What an order still holds of a product.
 *
 * @param quantity at least 1
 * @param expiresAt the instant from which it holds nothing, or null where it holds until it is
 *     shipped or cancelled
 */
public record Reservation(long quantity, @Nullable Instant expiresAt) {

    /** Whether it still holds stock; from {@code expiresAt} on it does not. */
    public boolean holdsAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
