package io.stockledger.verification;

import static io.stockledger.verification.ContradictionException.positive;
import static io.stockledger.verification.ContradictionException.require;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/**
 * The rules for the events of reservations, shipments and returns. A reservation holds stock before
 * its end only, also if its expiry is not recorded yet. Part of {@link ProductModel}; not
 * thread-safe.
 */
final class ReservationRules {

    private final ProductModel product;
    private final ModelStock stock;
    private final ModelLines lines;

    /**
     * The order whose reservation was raised beyond what its warehouse has free. That is only right
     * as a part of a shipment from another warehouse, so that shipments of all of it come next.
     * Null without such an order.
     */
    private @Nullable String raisedToShip;

    ReservationRules(ProductModel product, ModelStock stock, ModelLines lines) {
        this.product = product;
        this.stock = stock;
        this.lines = lines;
    }

    /** Requires a shipment of the order whose reservation was raised to be shipped at once. */
    void requireShipmentAfterRaise(InventoryEvent event) {
        String orderId = raisedToShip;
        boolean isShipment =
                event instanceof StockShipped shipped && shipped.orderId().equals(orderId);
        require(
                orderId == null || isShipment,
                () ->
                        "the reservation of order '%s' was raised beyond its warehouse, and is not shipped"
                                .formatted(orderId));
    }

    void reserve(StockReserved event, Instant at, long position) {
        product.requireNotArchived("reserved");
        ModelLine line = lines.get(event.orderId());
        require(
                !line.isOpen(),
                () ->
                        "order '%s' reserves again, and it still holds %d"
                                .formatted(event.orderId(), line.reserved()));
        requirePromised(positive(event.quantity()), event.orderId(), at);
        String warehouseId = event.warehouseId();
        if (warehouseId != null) {
            requireFree(event.quantity(), event.orderId(), warehouseId, at);
        }
        lines.replace(
                event.orderId(),
                line.opened(event.quantity(), event.expiresAt(), warehouseId, position));
    }

    private void requirePromised(long quantity, String orderId, Instant at) {
        long available = product.availableToPromise(at);
        require(
                quantity <= available,
                () ->
                        "%d are reserved for order '%s', and %d are available"
                                .formatted(quantity, orderId, available));
    }

    private void requireFree(long quantity, String orderId, String warehouseId, Instant at) {
        long free = product.freeIn(warehouseId, at);
        require(
                quantity <= free,
                () ->
                        "%d are reserved for order '%s' in warehouse '%s', and %d are available there"
                                .formatted(quantity, orderId, warehouseId, free));
    }

    void change(ReservationChanged event, Instant at) {
        String orderId = event.orderId();
        ModelLine line = lines.held(orderId, at);
        require(
                event.oldQuantity() == line.reserved(),
                () ->
                        "the reservation of order '%s' is changed from %d, and it holds %d"
                                .formatted(orderId, event.oldQuantity(), line.reserved()));
        String warehouseId = event.warehouseId();
        ModelLine after =
                line.changed(positive(event.newQuantity()), event.expiresAt(), warehouseId);
        require(
                !after.equals(line),
                () ->
                        "the reservation of order '%s' is changed to what it is already"
                                .formatted(orderId));
        long more = event.newQuantity() - event.oldQuantity();
        if (more > 0) {
            product.requireNotArchived("reserved");
            requirePromised(more, orderId, at);
        }
        if (warehouseId != null && !warehouseId.equals(line.warehouseId())) {
            requireFree(event.newQuantity(), orderId, warehouseId, at);
        } else if (warehouseId != null && more > product.freeIn(warehouseId, at)) {
            raisedToShip = orderId;
        }
        lines.replace(orderId, after);
    }

    void reassign(ReservationReassigned event, Instant at) {
        String toOrderId = event.toOrderId();
        require(
                !event.orderId().equals(toOrderId),
                () -> "order '%s' is reassigned to itself".formatted(toOrderId));
        ModelLine moved = lines.held(event.orderId(), at);
        requireAll(moved, event.quantity(), "reassigned");
        ModelLine before = lines.get(toOrderId);
        Instant end = moved.expiresAt();
        long openedPosition = moved.openedPosition();
        if (before.isOpen()) {
            lines.held(toOrderId, at);
            require(
                    Objects.equals(before.warehouseId(), moved.warehouseId()),
                    () ->
                            "a reservation in warehouse '%s' is reassigned to order '%s', whose own is in '%s'"
                                    .formatted(
                                            moved.warehouseId(), toOrderId, before.warehouseId()));
            end = later(end, before.expiresAt());
            openedPosition = Math.min(openedPosition, before.openedPosition());
        }
        ModelLine after =
                before.opened(
                        positive(before.reserved() + event.quantity()),
                        end,
                        moved.warehouseId(),
                        openedPosition);
        require(
                Objects.equals(event.expiresAt(), after.expiresAt())
                        && Objects.equals(event.warehouseId(), after.warehouseId()),
                () ->
                        "the reassigned reservation of order '%s' is until %s in '%s' by its event, and until %s in '%s' by those before"
                                .formatted(
                                        toOrderId,
                                        event.expiresAt(),
                                        event.warehouseId(),
                                        after.expiresAt(),
                                        after.warehouseId()));
        lines.replace(event.orderId(), moved.reassignedTo(toOrderId));
        lines.replace(toOrderId, after);
    }

    /** The later of two ends; null, which is no end, is the latest. */
    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return null;
        }
        return a.isAfter(b) ? a : b;
    }

    void cancel(ReservationCancelled event, Instant at) {
        ModelLine line = lines.held(event.orderId(), at);
        requireAll(line, event.quantity(), ModelLine.CANCELLED);
        lines.replace(event.orderId(), line.released(ModelLine.CANCELLED));
    }

    void expire(ReservationExpired event, Instant at) {
        ModelLine line = lines.open(event.orderId());
        require(
                !line.holdsAt(at),
                () ->
                        "the reservation of order '%s' expires at %s, and its end is %s"
                                .formatted(event.orderId(), at, line.expiresAt()));
        requireAll(line, event.quantity(), ModelLine.EXPIRED);
        lines.replace(event.orderId(), line.released(ModelLine.EXPIRED));
    }

    private static void requireAll(ModelLine line, long quantity, String done) {
        require(
                quantity == line.reserved(),
                () -> "%d of %d are %s".formatted(quantity, line.reserved(), done));
    }

    void ship(StockShipped event, Instant at) {
        String warehouseId = event.warehouseId();
        ModelLine line = lines.held(event.orderId(), at);
        require(
                positive(event.quantity()) <= line.reserved(),
                () ->
                        "%d are shipped for order '%s', and %d are reserved"
                                .formatted(event.quantity(), event.orderId(), line.reserved()));
        long own = warehouseId.equals(line.warehouseId()) ? line.reserved() : 0;
        long others = lines.reservedAt(at, warehouseId) - own;
        long free = Math.max(0, stock.in(warehouseId).unblocked() - others);
        stock.take(warehouseId, event.quantity(), free, "reserved for other orders");
        ModelLine after = line.shipped(event.quantity());
        lines.replace(event.orderId(), after);
        if (!after.isOpen()) {
            raisedToShip = null;
        }
    }

    void giveBack(StockReturned event) {
        ModelLine line = lines.get(event.orderId());
        require(
                positive(event.quantity()) <= line.shipped() - line.returned(),
                () ->
                        "%d come back from order '%s', %d were shipped for it, and %d of them came back before"
                                .formatted(
                                        event.quantity(),
                                        event.orderId(),
                                        line.shipped(),
                                        line.returned()));
        stock.add(event.warehouseId(), event.quantity(), event.blocked());
        lines.replace(event.orderId(), line.returned(event.quantity()));
    }
}
