package io.stockledger.query.reservations;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.query.generations.Hold;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A reservation line as answers show it.
 *
 * @param productId null, and absent, in a list of the orders of one product
 * @param orderId null, and absent, in a list of the products of one order
 * @param held true if the product of the line is held, so that later events may exist; otherwise
 *     null, and absent from the answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderLine(
        @Nullable String productId,
        @Nullable String orderId,
        long reserved,
        long shipped,
        long returned,
        String status,
        @Nullable String warehouseId,
        @Nullable Instant expiresAt,
        @Nullable String toOrderId,
        @Nullable Boolean held) {

    static OrderLine ofOrder(ReservationLine line, @Nullable Hold hold) {
        return of(line, line.productId(), null, hold);
    }

    static OrderLine ofProduct(ReservationLine line, String orderId, @Nullable Hold hold) {
        return of(line, null, orderId, hold);
    }

    private static OrderLine of(
            ReservationLine line,
            @Nullable String productId,
            @Nullable String orderId,
            @Nullable Hold hold) {
        return new OrderLine(
                productId,
                orderId,
                line.reserved(),
                line.shipped(),
                line.returned(),
                line.status(),
                line.warehouseId(),
                line.expiresAt(),
                line.toOrderId(),
                hold == null ? null : Boolean.TRUE);
    }
}
