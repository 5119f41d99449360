package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The quantity of a product that is reserved for an order and not shipped yet.
 *
 * @param quantity at least 1
 * @param expiresAt the instant at which it lapses, or null if it holds until it is shipped or
 *     cancelled
 * @param warehouseId the warehouse that it is bound to, or null if it is from anywhere
 */
public record Reservation(
        long quantity, @Nullable Instant expiresAt, @Nullable String warehouseId) {

    /** A reservation from anywhere. */
    public Reservation(long quantity, @Nullable Instant expiresAt) {
        this(quantity, expiresAt, null);
    }

    /** Whether it holds stock at this instant. It does not at {@code expiresAt} and later. */
    public boolean holdsAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /** The quantity that it holds in a warehouse: 0 unless it is bound to this one. */
    long quantityIn(String warehouse) {
        return warehouse.equals(warehouseId) ? quantity : 0;
    }

    Reservation withQuantity(long newQuantity) {
        return new Reservation(newQuantity, expiresAt, warehouseId);
    }

    Reservation withEnd(@Nullable Instant newEnd) {
        return new Reservation(quantity, newEnd, warehouseId);
    }
}
