package io.stockledger.query.reservations;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.query.generations.Hold;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A reservation line as answers show it.
 *
 * @param held true if the product of the line is held, so that later events may exist; otherwise
 *     null, and absent from the answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderLine(
        String productId,
        long reserved,
        long shipped,
        ReservationStatus status,
        @Nullable Instant expiresAt,
        @Nullable Boolean held) {

    static OrderLine of(ReservationLine line, @Nullable Hold hold) {
        return new OrderLine(
                line.productId(),
                line.reserved(),
                line.shipped(),
                line.status(),
                line.expiresAt(),
                hold == null ? null : Boolean.TRUE);
    }
}
