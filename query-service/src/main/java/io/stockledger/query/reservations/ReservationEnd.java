package io.stockledger.query.reservations;

import java.util.Locale;

/** How the last reservation of a line ended; open while anything is reserved. */
enum ReservationEnd {
    OPEN,
    SHIPPED,
    CANCELLED,
    EXPIRED,
    REASSIGNED;

    /** The value in the column. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReservationEnd ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
