package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.outOfRange;
import static io.stockledger.command.domain.Quantities.reservedTooLarge;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.ReservationExists;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.Shortage;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockReserved;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The rules for the reservations of a product. Part of {@link ProductDecisions}; the decisions on
 * orders use the same rules for each of their products.
 */
final class ReservationDecisions {

    private ReservationDecisions() {}

    static Decision reserve(Product product, ReserveStock c, Instant now) {
        Reservation held = product.heldBy(c.orderId(), now);
        Integer seconds = c.expiresInSeconds();
        if (held != null && seconds != null && extendsOnly(c, held)) {
            return new Acceptance(
                    new ReservationExtended(c.productId(), c.orderId(), now.plusSeconds(seconds)));
        }
        if (product.isArchived()) {
            return new ArchivedProduct(c.productId());
        }
        if (held != null) {
            return new ReservationExists(c.productId(), c.orderId(), held.quantity());
        }
        Refusal refusal = outOfRange("quantity", c.quantity(), 1);
        if (refusal == null) {
            refusal = reservedTooLarge("quantity", c.quantity(), c.quantity(), product, now);
        }
        if (refusal != null) {
            return refusal;
        }
        Shortage shortage = shortage(product, null, c.quantity(), c.warehouseId(), now);
        return shortage != null
                ? refusal(shortage)
                : new Acceptance(
                        reserved(
                                product,
                                c.orderId(),
                                new Reservation(
                                        c.quantity(),
                                        seconds == null ? null : now.plusSeconds(seconds),
                                        c.warehouseId())));
    }

    private static boolean extendsOnly(ReserveStock c, Reservation held) {
        return c.extend()
                && c.quantity() == held.quantity()
                && (c.warehouseId() == null || c.warehouseId().equals(held.warehouseId()));
    }

    static Decision change(Product product, ChangeReservation c, Instant now) {
        Reservation held = product.heldBy(c.orderId(), now);
        if (held == null) {
            return new ReservationNotFound(c.productId(), c.orderId());
        }
        long quantity = c.quantity() == null ? held.quantity() : c.quantity();
        if (quantity > held.quantity() && product.isArchived()) {
            return new ArchivedProduct(c.productId());
        }
        Refusal refusal = outOfRange("quantity", quantity, 1);
        if (refusal == null) {
            long more = quantity - held.quantity();
            refusal = reservedTooLarge("quantity", quantity, more, product, now);
        }
        if (refusal != null) {
            return refusal;
        }
        var changed =
                new Reservation(
                        quantity,
                        end(c.expiresInSeconds(), held.expiresAt(), now),
                        c.warehouseId().apply(held.warehouseId()));
        Shortage shortage = shortage(product, held, quantity, changed.warehouseId(), now);
        return shortage != null
                ? refusal(shortage)
                : new Acceptance(changed(c.productId(), c.orderId(), held, changed));
    }

    static Decision cancel(Product product, CancelReservation c, Instant now) {
        Reservation held = product.heldBy(c.orderId(), now);
        return held == null
                ? new ReservationNotFound(c.productId(), c.orderId())
                : new Acceptance(
                        new ReservationCancelled(c.productId(), c.orderId(), held.quantity()));
    }

    static Decision expire(Product product, ExpireReservations c, Instant now) {
        var expired = new ArrayList<InventoryEvent>();
        for (String orderId : new LinkedHashSet<>(c.orderIds())) {
            Reservation reservation = product.reservations().get(orderId);
            if (reservation != null && !reservation.holdsAt(now)) {
                expired.add(new ReservationExpired(c.productId(), orderId, reservation.quantity()));
            }
        }
        return new Acceptance(expired);
    }

    /**
     * The shortage of a reservation that is made or changed, or null without one. The quantity that
     * the order holds already is not asked for again: of the product only the difference is asked
     * for, and of a warehouse only the quantity that is not bound to it yet.
     *
     * @param held the reservation before; null if the order holds nothing
     */
    static @Nullable Shortage shortage(
            Product product,
            @Nullable Reservation held,
            long quantity,
            @Nullable String warehouseId,
            Instant now) {
        String productId = product.productId();
        long promisable = product.availableToPromise(now);
        long more = quantity - (held == null ? 0 : held.quantity());
        if (warehouseId != null) {
            long free = product.freeIn(warehouseId, now);
            long moreHere = quantity - (held == null ? 0 : held.quantityIn(warehouseId));
            if (moreHere > free && (more <= promisable || free <= promisable)) {
                return new Shortage(productId, warehouseId, free, moreHere);
            }
        }
        return more > promisable ? new Shortage(productId, null, promisable, more) : null;
    }

    /** The refusal of a command on one product that is short. */
    static Refusal refusal(Shortage shortage) {
        String warehouseId = shortage.warehouseId();
        return warehouseId == null
                ? new InsufficientStock(
                        shortage.productId(), shortage.available(), shortage.requested())
                : new InsufficientWarehouseStock(
                        shortage.productId(),
                        warehouseId,
                        shortage.available(),
                        shortage.requested());
    }

    /** The end of a reservation after a change. */
    static @Nullable Instant end(
            Edit<Integer> expiresInSeconds, @Nullable Instant before, Instant now) {
        return switch (expiresInSeconds) {
            case Edit.Keep<Integer> _ -> before;
            case Edit.SetTo<Integer>(Integer seconds) ->
                    seconds == null ? null : now.plusSeconds(seconds);
        };
    }

    /** The events of a new reservation. */
    static List<InventoryEvent> reserved(Product product, String orderId, Reservation reservation) {
        var events = lapsed(product, orderId);
        events.add(
                new StockReserved(
                        product.productId(),
                        orderId,
                        reservation.quantity(),
                        reservation.expiresAt(),
                        reservation.warehouseId()));
        return events;
    }

    /** The event of a change; none if nothing changes. */
    static List<InventoryEvent> changed(
            String productId, String orderId, Reservation before, Reservation after) {
        return after.equals(before)
                ? List.of()
                : List.of(
                        new ReservationChanged(
                                productId,
                                orderId,
                                before.quantity(),
                                after.quantity(),
                                after.expiresAt(),
                                after.warehouseId()));
    }

    /**
     * The expiry of an earlier reservation of the order that has lapsed and whose expiry has not
     * been recorded yet. It is recorded before the next reservation. The list can be added to.
     */
    static List<InventoryEvent> lapsed(Product product, String orderId) {
        var events = new ArrayList<InventoryEvent>(2);
        Reservation lapsed = product.reservations().get(orderId);
        if (lapsed != null) {
            events.add(new ReservationExpired(product.productId(), orderId, lapsed.quantity()));
        }
        return events;
    }
}
