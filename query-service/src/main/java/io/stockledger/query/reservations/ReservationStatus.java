package io.stockledger.query.reservations;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** How an order's line stands: open while anything is reserved, else how the last of it ended. */
enum ReservationStatus {
    OPEN,
    SHIPPED,
    CANCELLED,
    EXPIRED;

    /** The word in the column and in answers. */
    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReservationStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
