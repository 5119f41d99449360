package io.stockledger.query.reservations;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.events.InventoryEvent.ProductRestored;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;
import io.stockledger.events.InventoryEvent.StockUnblocked;
import io.stockledger.events.InventoryEvent.StockWrittenOff;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The reservation, the shipments and the returns of one product for one order, after its events.
 *
 * @param reserved the quantity that is still reserved, 0 or more
 * @param shipped the quantity shipped in total, over all reservations of the order for the product
 * @param returned the part of the shipped quantity that came back
 * @param end how the last reservation ended
 * @param expiresAt the instant at which the open reservation lapses; null if it is not open or has
 *     no expiry
 * @param warehouseId the warehouse that the open reservation is bound to; null if it is not open or
 *     from anywhere
 * @param toOrderId the order that the last reservation was given to; null if it was not
 * @param openedPosition the log position of the event from which the open reservation has been held
 *     without a break, also by the orders that gave it to this one; null if it is not open
 */
record ReservationLine(
        String productId,
        long reserved,
        long shipped,
        long returned,
        ReservationEnd end,
        @Nullable Instant expiresAt,
        @Nullable String warehouseId,
        @Nullable String toOrderId,
        @Nullable Long openedPosition) {

    private static final String PARTLY_SHIPPED = "partly-shipped";

    /** The line before the order's first event. */
    static ReservationLine none(String productId) {
        return closed(productId, 0, 0, ReservationEnd.OPEN, null);
    }

    private static ReservationLine closed(
            String productId,
            long shipped,
            long returned,
            ReservationEnd end,
            @Nullable String toOrderId) {
        return new ReservationLine(
                productId, 0, shipped, returned, end, null, null, toOrderId, null);
    }

    /** From the columns of {@code reservations}. */
    static ReservationLine of(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new ReservationLine(
                row.getString("product_id"),
                row.getLong("reserved"),
                row.getLong("shipped"),
                row.getLong("returned"),
                ReservationEnd.ofWord(row.getString("status")),
                expiresAt == null ? null : expiresAt.toInstant(),
                row.getString("warehouse_id"),
                row.getString("to_order_id"),
                row.getObject("opened_position", Long.class));
    }

    /**
     * The orders that the event names; none if the event is about stock only. The second order of a
     * reassignment is the one that gets the reservation.
     */
    static List<String> ordersOf(InventoryEvent event) {
        return switch (event) {
            case StockReserved e -> List.of(e.orderId());
            case ReservationExtended e -> List.of(e.orderId());
            case ReservationChanged e -> List.of(e.orderId());
            case ReservationReassigned e -> List.of(e.orderId(), e.toOrderId());
            case ReservationCancelled e -> List.of(e.orderId());
            case ReservationExpired e -> List.of(e.orderId());
            case StockShipped e -> List.of(e.orderId());
            case StockReturned e -> List.of(e.orderId());
            case ProductRegistered _,
                    ProductRenamed _,
                    StockPolicySet _,
                    ProductArchived _,
                    ProductRestored _,
                    StockReceived _,
                    StockAdjusted _,
                    StockTransferred _,
                    StockBlocked _,
                    StockUnblocked _,
                    StockWrittenOff _ ->
                    List.of();
        };
    }

    /**
     * The line of the order that the event names, after the event; of a reassignment it is the
     * order that gives its reservation away.
     *
     * @param position the log position of the event
     * @throws IllegalStateException if the event takes more than is reserved, or extends or changes
     *     a reservation that is not there
     */
    ReservationLine after(InventoryEvent event, long position) {
        return switch (event) {
            case StockReserved e ->
                    open(
                            Math.addExact(reserved, e.quantity()),
                            e.expiresAt(),
                            e.warehouseId(),
                            openedPosition == null ? position : openedPosition);
            case ReservationExtended e -> {
                require(reserved > 0, e);
                yield open(reserved, e.expiresAt(), warehouseId, openedPosition);
            }
            case ReservationChanged e -> {
                require(reserved > 0 && reserved == e.oldQuantity() && e.newQuantity() > 0, e);
                yield open(e.newQuantity(), e.expiresAt(), e.warehouseId(), openedPosition);
            }
            case ReservationReassigned e -> {
                require(reserved == e.quantity(), e);
                yield closed(
                        productId, shipped, returned, ReservationEnd.REASSIGNED, e.toOrderId());
            }
            case ReservationCancelled e -> less(e.quantity(), 0, ReservationEnd.CANCELLED, e);
            case ReservationExpired e -> less(e.quantity(), 0, ReservationEnd.EXPIRED, e);
            case StockShipped e -> less(e.quantity(), e.quantity(), ReservationEnd.SHIPPED, e);
            case StockReturned e ->
                    new ReservationLine(
                            productId,
                            reserved,
                            shipped,
                            Math.addExact(returned, e.quantity()),
                            end,
                            expiresAt,
                            warehouseId,
                            toOrderId,
                            openedPosition);
            case ProductRegistered _,
                    ProductRenamed _,
                    StockPolicySet _,
                    ProductArchived _,
                    ProductRestored _,
                    StockReceived _,
                    StockAdjusted _,
                    StockTransferred _,
                    StockBlocked _,
                    StockUnblocked _,
                    StockWrittenOff _ ->
                    this;
        };
    }

    /**
     * The line of the order that gets a reservation, after the reassignment. What was reserved
     * first decides since when the reservation is held.
     *
     * @param from the line of the order that gives it away, before the event
     */
    ReservationLine afterReassignment(
            ReservationReassigned event, ReservationLine from, long position) {
        long since = from.openedPosition == null ? position : from.openedPosition;
        return open(
                Math.addExact(reserved, event.quantity()),
                event.expiresAt(),
                event.warehouseId(),
                openedPosition == null ? since : Math.min(openedPosition, since));
    }

    /**
     * The line at an instant. From its expiry on, its reservation has expired and nothing is
     * reserved, exactly as after the {@code ReservationExpired}.
     */
    ReservationLine at(Instant now) {
        return expiresAt == null || expiresAt.isAfter(now)
                ? this
                : closed(productId, shipped, returned, ReservationEnd.EXPIRED, null);
    }

    /** The status as answers show it. It tells a part shipment from a full cancellation. */
    String status() {
        if (shipped == 0 || end == ReservationEnd.SHIPPED) {
            return end.word();
        }
        return end == ReservationEnd.OPEN ? PARTLY_SHIPPED : PARTLY_SHIPPED + "-then-" + end.word();
    }

    /** Whether the reservation lapsed before the instant and no event has closed it. */
    boolean hasLapsedBefore(Instant instant) {
        return reserved > 0 && expiresAt != null && expiresAt.isBefore(instant);
    }

    private ReservationLine open(
            long quantity,
            @Nullable Instant newEnd,
            @Nullable String newWarehouseId,
            @Nullable Long position) {
        return new ReservationLine(
                productId,
                quantity,
                shipped,
                returned,
                ReservationEnd.OPEN,
                newEnd,
                newWarehouseId,
                null,
                position);
    }

    private ReservationLine less(
            long quantity, long shippedNow, ReservationEnd how, InventoryEvent event) {
        require(quantity <= reserved, event);
        long left = reserved - quantity;
        long sum = Math.addExact(shipped, shippedNow);
        return left == 0
                ? closed(productId, sum, returned, how, null)
                : new ReservationLine(
                        productId,
                        left,
                        sum,
                        returned,
                        ReservationEnd.OPEN,
                        expiresAt,
                        warehouseId,
                        null,
                        openedPosition);
    }

    private void require(boolean possible, InventoryEvent event) {
        if (!possible) {
            throw new IllegalStateException(
                    "the event contradicts the reserved " + reserved + ": " + event);
        }
    }
}
