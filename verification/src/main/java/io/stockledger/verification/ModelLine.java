package io.stockledger.verification;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An order's reservation, shipments and returns of one product, by the events. Immutable.
 *
 * @param reserved the quantity that is still reserved
 * @param shipped the quantity shipped over all reservations of the order
 * @param returned the part of the shipped quantity that came back
 * @param end the end of the last reservation: {@code shipped}, {@code cancelled}, {@code expired}
 *     or {@code reassigned}; {@code open} if it has none
 * @param expiresAt the instant at which the open reservation lapses; null if it has none
 * @param warehouseId the warehouse that the open reservation is bound to; null if it is from
 *     anywhere
 * @param openedPosition the log position of the event since which the open reservation is held,
 *     also by orders that gave it to this one; 0 if it has none
 * @param toOrderId the order that holds the reassigned reservation; null if the last reservation
 *     was not reassigned
 */
public record ModelLine(
        long reserved,
        long shipped,
        long returned,
        String end,
        @Nullable Instant expiresAt,
        @Nullable String warehouseId,
        long openedPosition,
        @Nullable String toOrderId) {

    static final String OPEN = "open";
    static final String SHIPPED = "shipped";
    static final String CANCELLED = "cancelled";
    static final String EXPIRED = "expired";
    static final String REASSIGNED = "reassigned";

    private static final String PARTLY_SHIPPED = "partly-shipped";

    static ModelLine none() {
        return new ModelLine(0, 0, 0, OPEN, null, null, 0, null);
    }

    /** A line that holds nothing any more. */
    static ModelLine closed(long shipped, long returned, String end, @Nullable String toOrderId) {
        return new ModelLine(0, shipped, returned, end, null, null, 0, toOrderId);
    }

    public boolean isOpen() {
        return reserved > 0;
    }

    /** Whether it holds stock at this instant: it is open and has not lapsed. */
    boolean holdsAt(Instant now) {
        return isOpen() && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** The status by the contract, which tells a part shipment from a full cancellation. */
    public String status() {
        if (shipped == 0 || end.equals(SHIPPED)) {
            return end;
        }
        return end.equals(OPEN) ? PARTLY_SHIPPED : PARTLY_SHIPPED + "-then-" + end;
    }

    /** The line with a new reservation. */
    ModelLine opened(
            long quantity, @Nullable Instant expiry, @Nullable String warehouse, long position) {
        return new ModelLine(quantity, shipped, returned, OPEN, expiry, warehouse, position, null);
    }

    /** The line with its reservation as stated from now on. */
    ModelLine changed(long quantity, @Nullable Instant expiry, @Nullable String warehouse) {
        return opened(quantity, expiry, warehouse, openedPosition);
    }

    ModelLine extendedTo(Instant expiry) {
        return changed(reserved, expiry, warehouseId);
    }

    /** The line without its reservation. */
    ModelLine released(String how) {
        return closed(shipped, returned, how, null);
    }

    ModelLine reassignedTo(String otherOrderId) {
        return closed(shipped, returned, REASSIGNED, otherOrderId);
    }

    ModelLine shipped(long quantity) {
        long left = reserved - quantity;
        long sum = shipped + quantity;
        return left > 0
                ? new ModelLine(
                        left, sum, returned, OPEN, expiresAt, warehouseId, openedPosition, null)
                : closed(sum, returned, SHIPPED, null);
    }

    ModelLine returned(long quantity) {
        return new ModelLine(
                reserved,
                shipped,
                returned + quantity,
                end,
                expiresAt,
                warehouseId,
                openedPosition,
                toOrderId);
    }
}
