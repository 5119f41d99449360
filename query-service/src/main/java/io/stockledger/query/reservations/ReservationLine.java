package io.stockledger.query.reservations;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The reservation and the shipments of one product for one order, after its events.
 *
 * @param reserved the quantity that is still reserved, 0 or more
 * @param shipped the quantity shipped in total, over all reservations of the order for the product
 * @param expiresAt the instant at which the open reservation lapses; null if it is not open or has
 *     no expiry
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReservationLine(
        String productId,
        long reserved,
        long shipped,
        ReservationStatus status,
        @Nullable Instant expiresAt) {

    /** The line before the order's first event. */
    static ReservationLine none(String productId) {
        return new ReservationLine(productId, 0, 0, ReservationStatus.OPEN, null);
    }

    /** From the columns of {@code reservations}. */
    static ReservationLine of(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new ReservationLine(
                row.getString("product_id"),
                row.getLong("reserved"),
                row.getLong("shipped"),
                ReservationStatus.ofWord(row.getString("status")),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    /** The order that the event names; null if the event is about stock only. */
    static @Nullable String orderOf(InventoryEvent event) {
        return switch (event) {
            case StockReserved e -> e.orderId();
            case ReservationExtended e -> e.orderId();
            case ReservationCancelled e -> e.orderId();
            case ReservationExpired e -> e.orderId();
            case StockShipped e -> e.orderId();
            case ProductRegistered _, StockReceived _, StockAdjusted _, StockTransferred _ -> null;
        };
    }

    /**
     * The line after the event.
     *
     * @throws IllegalStateException if the event takes more than is reserved or extends a line
     *     without a reservation
     */
    ReservationLine after(InventoryEvent event) {
        return switch (event) {
            case StockReserved e ->
                    new ReservationLine(
                            productId,
                            Math.addExact(reserved, e.quantity()),
                            shipped,
                            ReservationStatus.OPEN,
                            e.expiresAt());
            case ReservationExtended e -> extended(e);
            case ReservationCancelled e -> less(e.quantity(), 0, ReservationStatus.CANCELLED, e);
            case ReservationExpired e -> less(e.quantity(), 0, ReservationStatus.EXPIRED, e);
            case StockShipped e -> less(e.quantity(), e.quantity(), ReservationStatus.SHIPPED, e);
            case ProductRegistered _, StockReceived _, StockAdjusted _, StockTransferred _ -> this;
        };
    }

    /**
     * The line at an instant. From its expiry on, the status is {@code EXPIRED} and nothing is
     * reserved, exactly as after the {@code ReservationExpired}.
     */
    ReservationLine at(Instant now) {
        return expiresAt == null || expiresAt.isAfter(now)
                ? this
                : new ReservationLine(productId, 0, shipped, ReservationStatus.EXPIRED, null);
    }

    /** Whether the reservation lapsed before the instant and no event has closed it. */
    boolean hasLapsedBefore(Instant instant) {
        return reserved > 0 && expiresAt != null && expiresAt.isBefore(instant);
    }

    private ReservationLine extended(ReservationExtended event) {
        if (reserved == 0) {
            throw new IllegalStateException(
                    "the event extends a line without a reservation: " + event);
        }
        return new ReservationLine(productId, reserved, shipped, status, event.expiresAt());
    }

    private ReservationLine less(
            long quantity, long shippedNow, ReservationStatus end, InventoryEvent event) {
        if (quantity > reserved) {
            throw new IllegalStateException(
                    "the event takes more than the reserved " + reserved + ": " + event);
        }
        long left = reserved - quantity;
        return new ReservationLine(
                productId,
                left,
                Math.addExact(shipped, shippedNow),
                left > 0 ? ReservationStatus.OPEN : end,
                left > 0 ? expiresAt : null);
    }
}
