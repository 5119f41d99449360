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
 * What an order holds and got of one product, as the events left it.
 *
 * @param reserved how much is still reserved now, 0 or more
 * @param shipped how much was shipped in all, over every reservation the order ever had of it
 * @param expiresAt until when the reservation holds, where it is open and has an end
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

    /** The order that an event is about, or null where it is about stock alone. */
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
     * @throws IllegalStateException where the event takes more than is reserved, or extends nothing
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
     * The line as it holds at an instant: from its expiry on it is expired, with nothing reserved,
     * just as it will be once that is on record.
     */
    ReservationLine at(Instant now) {
        return expiresAt == null || expiresAt.isAfter(now)
                ? this
                : new ReservationLine(productId, 0, shipped, ReservationStatus.EXPIRED, null);
    }

    /** Whether it no longer held anything at the instant, although it was not closed. */
    boolean hasLapsedBefore(Instant instant) {
        return reserved > 0 && expiresAt != null && expiresAt.isBefore(instant);
    }

    private ReservationLine extended(ReservationExtended event) {
        if (reserved == 0) {
            throw new IllegalStateException("impossible where nothing is reserved: " + event);
        }
        return new ReservationLine(productId, reserved, shipped, status, event.expiresAt());
    }

    private ReservationLine less(
            long quantity, long shippedNow, ReservationStatus end, InventoryEvent event) {
        if (quantity > reserved) {
            throw new IllegalStateException(
                    "impossible where " + reserved + " is reserved: " + event);
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
