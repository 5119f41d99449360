package io.stockledger.query.reservations;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** The status of a line: open while anything is reserved, otherwise the way in which it ended. */
enum ReservationStatus {
    OPEN,
    SHIPPED,
    CANCELLED,
    EXPIRED;

    /** The value in the column and in answers. */
    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReservationStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
