package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.QUANTITY_MAX;

import io.stockledger.command.domain.Decision.Accepted;
import io.stockledger.command.domain.Decision.Refused;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.Refusal.AlreadyRegistered;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReservationExists;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.StaleCount;
import io.stockledger.command.domain.Refusal.VersionMismatch;
import io.stockledger.command.domain.Refusal.WouldOversell;
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

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The rules: command and state in, event or refusal out. Pure, so that a decision can be made again
 * when another instance was faster. Each method asks in the order of precedence that {@link
 * Refusal} declares.
 */
public final class ProductDecisions {

    /** The {@code reason} of an adjustment that a physical count made. */
    public static final String PHYSICAL_COUNT = "physical-count";

    private ProductDecisions() {}

    /**
     * Decides the command on the product as it is.
     *
     * @param now the moment of the decision, which reservations with an end are judged by
     * @param expectedVersion the only version that the command may apply to, or null for any
     */
    public static Decision decide(
            Product product, ProductCommand command, @Nullable Long expectedVersion, Instant now) {
        boolean registers = command instanceof RegisterProduct;
        if (!product.isRegistered() && !registers) {
            return refused(new ProductNotFound(command.productId()));
        }
        if (product.isRegistered() && registers) {
            return refused(new AlreadyRegistered(command.productId()));
        }
        if (expectedVersion != null && expectedVersion != product.version()) {
            return refused(
                    new VersionMismatch(product.productId(), expectedVersion, product.version()));
        }
        return switch (command) {
            case RegisterProduct c -> register(c);
            case ReceiveStock c -> receive(product, c);
            case ReserveStock c -> reserve(product, c, now);
            case CancelReservation c -> cancel(product, c, now);
            case ShipStock c -> ship(product, c, now);
            case AdjustStock c -> adjust(product, c, now);
            case TransferStock c -> transfer(product, c);
            case CountStock c -> count(product, c);
            case ExpireReservations c -> expire(product, c, now);
        };
    }

    private static Decision register(RegisterProduct c) {
        if (c.initialQuantity() < 0 || c.initialQuantity() > QUANTITY_MAX) {
            return outOfRange("initialQuantity", c.initialQuantity(), 0);
        }
        return accepted(
                new ProductRegistered(
                        c.productId(), c.name(), c.sku(), c.initialQuantity(), c.warehouseId()));
    }

    private static Decision receive(Product product, ReceiveStock c) {
        if (c.quantity() < 1 || c.quantity() > QUANTITY_MAX) {
            return outOfRange("quantity", c.quantity(), 1);
        }
        if (c.quantity() > QUANTITY_MAX - product.totalStock()) {
            return totalTooLarge("quantity", c.quantity());
        }
        return accepted(
                new StockReceived(c.productId(), c.warehouseId(), c.quantity(), c.reference()));
    }

    private static Decision reserve(Product product, ReserveStock c, Instant now) {
        Reservation held = product.heldBy(c.orderId(), now);
        if (held != null) {
            Integer seconds = c.expiresInSeconds();
            return c.extend() && seconds != null && held.quantity() == c.quantity()
                    ? accepted(
                            new ReservationExtended(
                                    c.productId(), c.orderId(), now.plusSeconds(seconds)))
                    : refused(new ReservationExists(c.productId(), c.orderId(), held.quantity()));
        }
        if (c.quantity() < 1 || c.quantity() > QUANTITY_MAX) {
            return outOfRange("quantity", c.quantity(), 1);
        }
        long available = product.availableStock(now);
        if (c.quantity() > available) {
            return refused(new InsufficientStock(c.productId(), available, c.quantity()));
        }
        return new Accepted(
                reserved(product, c.orderId(), c.quantity(), c.expiresInSeconds(), now));
    }

    /**
     * The events of a reservation: an earlier one of the same order that has lapsed and is not
     * written off yet goes first.
     */
    static List<InventoryEvent> reserved(
            Product product,
            String orderId,
            long quantity,
            @Nullable Integer expiresInSeconds,
            Instant now) {
        String productId = product.productId();
        Instant expiresAt = expiresInSeconds == null ? null : now.plusSeconds(expiresInSeconds);
        var reserved = new StockReserved(productId, orderId, quantity, expiresAt);
        Reservation lapsed = product.reservations().get(orderId);
        return lapsed == null
                ? List.of(reserved)
                : List.of(new ReservationExpired(productId, orderId, lapsed.quantity()), reserved);
    }

    private static Decision cancel(Product product, CancelReservation c, Instant now) {
        Reservation held = product.heldBy(c.orderId(), now);
        if (held == null) {
            return refused(new ReservationNotFound(c.productId(), c.orderId()));
        }
        return accepted(new ReservationCancelled(c.productId(), c.orderId(), held.quantity()));
    }

    private static Decision expire(Product product, ExpireReservations c, Instant now) {
        var expired = new ArrayList<InventoryEvent>();
        for (String orderId : new LinkedHashSet<>(c.orderIds())) {
            Reservation reservation = product.reservations().get(orderId);
            if (reservation != null && !reservation.holdsAt(now)) {
                expired.add(new ReservationExpired(c.productId(), orderId, reservation.quantity()));
            }
        }
        return new Accepted(expired);
    }

    private static Decision ship(Product product, ShipStock c, Instant now) {
        Reservation held = product.heldBy(c.orderId(), now);
        if (held == null) {
            return refused(new ReservationNotFound(c.productId(), c.orderId()));
        }
        if (c.quantity() < 1 || c.quantity() > QUANTITY_MAX) {
            return outOfRange("quantity", c.quantity(), 1);
        }
        if (c.quantity() > held.quantity()) {
            return refused(
                    new InvalidQuantity(
                            "quantity",
                            c.quantity(),
                            "must be at most the " + held.quantity() + " reserved for the order"));
        }
        long holds = product.quantityIn(c.warehouseId());
        if (c.quantity() > holds) {
            return refused(
                    new InsufficientWarehouseStock(
                            c.productId(), c.warehouseId(), holds, c.quantity()));
        }
        return accepted(
                new StockShipped(c.productId(), c.orderId(), c.warehouseId(), c.quantity()));
    }

    private static Decision adjust(Product product, AdjustStock c, Instant now) {
        if (c.newQuantity() < 0 || c.newQuantity() > QUANTITY_MAX) {
            return outOfRange("newQuantity", c.newQuantity(), 0);
        }
        Long believed = c.oldQuantity();
        if (believed != null && (believed < 0 || believed > QUANTITY_MAX)) {
            return outOfRange("oldQuantity", believed, 0);
        }
        long holds = product.quantityIn(c.warehouseId());
        long elsewhere = product.totalStock() - holds;
        if (c.newQuantity() > QUANTITY_MAX - elsewhere) {
            return totalTooLarge("newQuantity", c.newQuantity());
        }
        if (believed != null && believed != holds) {
            return refused(new StaleCount(c.productId(), c.warehouseId(), believed, holds));
        }
        long newTotal = elsewhere + c.newQuantity();
        long reserved = product.reservedStock(now);
        if (newTotal < reserved) {
            return refused(new WouldOversell(c.productId(), reserved, newTotal));
        }
        return accepted(
                new StockAdjusted(
                        c.productId(), c.warehouseId(), holds, c.newQuantity(), c.reason()));
    }

    private static Decision transfer(Product product, TransferStock c) {
        if (c.quantity() < 1 || c.quantity() > QUANTITY_MAX) {
            return outOfRange("quantity", c.quantity(), 1);
        }
        long holds = product.quantityIn(c.fromWarehouseId());
        if (c.quantity() > holds) {
            return refused(
                    new InsufficientWarehouseStock(
                            c.productId(), c.fromWarehouseId(), holds, c.quantity()));
        }
        return accepted(
                new StockTransferred(
                        c.productId(),
                        c.fromWarehouseId(),
                        c.toWarehouseId(),
                        c.quantity(),
                        c.reference()));
    }

    /**
     * A count is the truth about the warehouse at the version it was taken; what moved there since
     * is added to it. It is not held against the reservations: the goods are not there, whatever
     * was promised.
     */
    private static Decision count(Product product, CountStock c) {
        long holds = product.quantityIn(c.warehouseId());
        long movedSince = 0;
        CountedAt asOf = c.asOf();
        if (asOf != null) {
            Long heldThen = asOf.quantity();
            if (heldThen == null || asOf.version() > product.version()) {
                return refused(
                        new VersionMismatch(c.productId(), asOf.version(), product.version()));
            }
            movedSince = holds - heldThen;
        }
        if (c.countedQuantity() < 0 || c.countedQuantity() > QUANTITY_MAX) {
            return outOfRange("countedQuantity", c.countedQuantity(), 0);
        }
        long newQuantity = c.countedQuantity() + movedSince;
        if (newQuantity < 0) {
            return refused(
                    new InvalidQuantity(
                            "countedQuantity",
                            c.countedQuantity(),
                            "is less than the "
                                    + -movedSince
                                    + " that have left the warehouse since version "
                                    + (asOf == null ? product.version() : asOf.version())));
        }
        if (newQuantity > QUANTITY_MAX - (product.totalStock() - holds)) {
            return totalTooLarge("countedQuantity", c.countedQuantity());
        }
        return accepted(
                new StockAdjusted(
                        c.productId(), c.warehouseId(), holds, newQuantity, PHYSICAL_COUNT));
    }

    private static Decision outOfRange(String field, long quantity, long least) {
        return refused(
                new InvalidQuantity(
                        field, quantity, "must be from " + least + " to " + QUANTITY_MAX));
    }

    private static Decision totalTooLarge(String field, long quantity) {
        return refused(
                new InvalidQuantity(
                        field, quantity, "would bring the total beyond " + QUANTITY_MAX));
    }

    static Decision accepted(InventoryEvent event) {
        return new Accepted(event);
    }

    static Decision refused(Refusal refusal) {
        return new Refused(refusal);
    }
}
