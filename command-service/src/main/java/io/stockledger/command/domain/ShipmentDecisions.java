package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.outOfRange;
import static io.stockledger.command.domain.Quantities.reservedTooLarge;
import static io.stockledger.command.domain.Quantities.totalTooLarge;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.Decision.ShipmentsMissing;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.ReturnBeyondShipment;
import io.stockledger.command.domain.Refusal.ShipmentNotFound;
import io.stockledger.command.domain.Refusal.Shortage;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules for shipments and returns of a product. Part of {@link ProductDecisions}; the decisions
 * on orders use the same rules for each of their products.
 */
final class ShipmentDecisions {

    private ShipmentDecisions() {}

    static Decision ship(Product product, ShipStock c, Instant now) {
        Reservation held = product.heldBy(c.orderId(), now);
        long reserved = held == null ? 0 : held.quantity();
        if (c.beyondReservation() && c.quantity() > reserved && product.isArchived()) {
            return new ArchivedProduct(c.productId());
        }
        if (held == null && !c.beyondReservation()) {
            return new ReservationNotFound(c.productId(), c.orderId());
        }
        Refusal refusal = outOfRange("quantity", c.quantity(), 1);
        if (refusal != null) {
            return refusal;
        }
        if (c.quantity() > reserved && !c.beyondReservation()) {
            return new InvalidQuantity(
                    "quantity",
                    c.quantity(),
                    "must be at most the " + reserved + " reserved for the order");
        }
        long beyond = c.quantity() - reserved;
        refusal = reservedTooLarge("quantity", c.quantity(), beyond, product, now);
        if (refusal != null) {
            return refusal;
        }
        Shortage shortage =
                shortage(product, c.orderId(), beyond, c.warehouseId(), c.quantity(), now);
        if (shortage != null) {
            return ReservationDecisions.refusal(shortage);
        }
        List<InventoryEvent> events = new ArrayList<>();
        if (beyond > 0) {
            events.addAll(raised(product, c.orderId(), held, c.quantity(), c.warehouseId()));
        }
        events.add(new StockShipped(c.productId(), c.orderId(), c.warehouseId(), c.quantity()));
        return new Acceptance(events);
    }

    /**
     * The shortage of a shipment, or null without one.
     *
     * @param beyond the quantity beyond the reservation, which is asked of the available stock; 0
     *     or less if the reservation suffices
     * @param quantity the whole quantity, which is asked of the warehouse
     */
    static @Nullable Shortage shortage(
            Product product,
            String orderId,
            long beyond,
            String warehouseId,
            long quantity,
            Instant now) {
        long promisable = product.availableToPromise(now);
        long free = product.freeFor(orderId, warehouseId, now);
        if (quantity > free && (beyond <= promisable || free <= promisable)) {
            return new Shortage(product.productId(), warehouseId, free, quantity);
        }
        return beyond > promisable
                ? new Shortage(product.productId(), null, promisable, beyond)
                : null;
    }

    /** The events by which an order reserves what it ships beyond its reservation. */
    private static List<InventoryEvent> raised(
            Product product,
            String orderId,
            @Nullable Reservation held,
            long quantity,
            String warehouseId) {
        return held == null
                ? ReservationDecisions.reserved(
                        product, orderId, new Reservation(quantity, null, warehouseId))
                : ReservationDecisions.changed(
                        product.productId(), orderId, held, held.withQuantity(quantity));
    }

    static Decision giveBack(Product product, ReturnStock c) {
        OrderShipments shipments = shipments(product, c.orderId(), c.known());
        if (shipments == null) {
            return new ShipmentsMissing(Set.of(c.productId()));
        }
        if (shipments.shipped() == 0) {
            return new ShipmentNotFound(c.productId(), c.orderId());
        }
        Refusal refusal = outOfRange("quantity", c.quantity(), 1);
        if (refusal == null && c.quantity() > shipments.returnable()) {
            refusal = new ReturnBeyondShipment(c.productId(), "quantity", c.quantity(), shipments);
        }
        if (refusal == null) {
            refusal = totalTooLarge("quantity", c.quantity(), product.totalStock());
        }
        return refusal != null
                ? refusal
                : new Acceptance(
                        new StockReturned(
                                c.productId(),
                                c.orderId(),
                                c.warehouseId(),
                                c.quantity(),
                                c.reason(),
                                c.blocked()));
    }

    /** The shipments of an order up to now; null if they are not known. */
    static @Nullable OrderShipments shipments(
            Product product, String orderId, @Nullable ShipmentsAt known) {
        if (known == null) {
            return null;
        }
        OrderShipments since = product.shipmentsSince(known.version(), orderId);
        return since == null ? null : known.shipments().plus(since);
    }
}
