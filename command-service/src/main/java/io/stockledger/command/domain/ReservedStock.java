package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The sum of reservations, and the part of it that has lapsed at an instant, without a scan of all
 * reservations. Not thread-safe.
 */
final class ReservedStock {

    private long quantity;

    /** Null if no reservation has an end, which is the usual case. */
    private @Nullable LapsedStock lapsed;

    void add(Reservation reservation) {
        change(reservation, reservation.quantity());
    }

    void remove(Reservation reservation) {
        change(reservation, -reservation.quantity());
    }

    private void change(Reservation reservation, long change) {
        quantity = Math.addExact(quantity, change);
        Instant end = reservation.expiresAt();
        if (end != null) {
            LapsedStock changed = lapsed == null ? new LapsedStock() : lapsed;
            changed.add(end, change);
            lapsed = changed.isEmpty() ? null : changed;
        }
    }

    /** The quantity of the reservations that hold stock at this instant. */
    long at(Instant now) {
        return lapsed == null ? quantity : quantity - lapsed.at(now);
    }

    /** Whether any of the reservations has an end. */
    boolean canLapse() {
        return lapsed != null;
    }

    boolean isEmpty() {
        return quantity == 0 && lapsed == null;
    }
}
