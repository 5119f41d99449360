package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.QUANTITY_MAX;

import io.stockledger.command.domain.Decision.Acceptance;
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
 * The rules for one product: they turn a command and the state of the product into events or a
 * refusal. They are pure, so that a decision can be repeated after a conflict with another
 * instance. Each method checks in the order of precedence that {@link Refusal} declares.
 */
public final class ProductDecisions {

    /** The {@code reason} of an adjustment by a physical count. */
    public static final String PHYSICAL_COUNT = "physical-count";

    private ProductDecisions() {}

    /**
     * Decides the command on the current state of its product.
     *
     * @param expectedVersion the only version that the command may apply to, or null for any
     * @param now the instant of the decision, at which reservations may have lapsed
     */
    public static Decision decide(
            Product product, ProductCommand command, @Nullable Long expectedVersion, Instant now) {
        boolean registers = command instanceof RegisterProduct;
        if (!product.isRegistered() && !registers) {
            return new ProductNotFound(command.productId());
        }
        if (product.isRegistered() && registers) {
            return new AlreadyRegistered(command.productId());
        }
        if (expectedVersion != null && expectedVersion != product.version()) {
            return new VersionMismatch(product.productId(), expectedVersion, product.version());
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
        return new Acceptance(
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
        return new Acceptance(
                new StockReceived(c.productId(), c.warehouseId(), c.quantity(), c.reference()));
    }

    private static Decision reserve(Product product, ReserveStock c, Instant now) {
        Reservation held = product.heldBy(c.orderId(), now);
        if (held != null) {
            Integer seconds = c.expiresInSeconds();
            return c.extend() && seconds != null && held.quantity() == c.quantity()
                    ? new Acceptance(
                            new ReservationExtended(
                                    c.productId(), c.orderId(), now.plusSeconds(seconds)))
                    : new ReservationExists(c.productId(), c.orderId(), held.quantity());
        }
        if (c.quantity() < 1 || c.quantity() > QUANTITY_MAX) {
            return outOfRange("quantity", c.quantity(), 1);
        }
        long available = product.availableStock(now);
        if (c.quantity() > available) {
            return new InsufficientStock(c.productId(), available, c.quantity());
        }
        return new Acceptance(
                reserved(product, c.orderId(), c.quantity(), c.expiresInSeconds(), now));
    }

    /**
     * The events of a reservation. If an earlier reservation of the order has lapsed and its expiry
     * has not been recorded yet, that is recorded first.
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
            return new ReservationNotFound(c.productId(), c.orderId());
        }
        return new Acceptance(
                new ReservationCancelled(c.productId(), c.orderId(), held.quantity()));
    }

    private static Decision expire(Product product, ExpireReservations c, Instant now) {
        var expired = new ArrayList<InventoryEvent>();
        for (String orderId : new LinkedHashSet<>(c.orderIds())) {
            Reservation reservation = product.reservations().get(orderId);
            if (reservation != null && !reservation.holdsAt(now)) {
                expired.add(new ReservationExpired(c.productId(), orderId, reservation.quantity()));
            }
        }
        return new Acceptance(expired);
    }

    private static Decision ship(Product product, ShipStock c, Instant now) {
        Reservation held = product.heldBy(c.orderId(), now);
        if (held == null) {
            return new ReservationNotFound(c.productId(), c.orderId());
        }
        if (c.quantity() < 1 || c.quantity() > QUANTITY_MAX) {
            return outOfRange("quantity", c.quantity(), 1);
        }
        if (c.quantity() > held.quantity()) {
            return new InvalidQuantity(
                    "quantity",
                    c.quantity(),
                    "must be at most the " + held.quantity() + " reserved for the order");
        }
        long holds = product.quantityIn(c.warehouseId());
        if (c.quantity() > holds) {
            return new InsufficientWarehouseStock(
                    c.productId(), c.warehouseId(), holds, c.quantity());
        }
        return new Acceptance(
                new StockShipped(c.productId(), c.orderId(), c.warehouseId(), c.quantity()));
    }

    private static Decision adjust(Product product, AdjustStock c, Instant now) {
        if (c.newQuantity() < 0 || c.newQuantity() > QUANTITY_MAX) {
            return outOfRange("newQuantity", c.newQuantity(), 0);
        }
        Long expected = c.oldQuantity();
        if (expected != null && (expected < 0 || expected > QUANTITY_MAX)) {
            return outOfRange("oldQuantity", expected, 0);
        }
        long holds = product.quantityIn(c.warehouseId());
        long elsewhere = product.totalStock() - holds;
        if (c.newQuantity() > QUANTITY_MAX - elsewhere) {
            return totalTooLarge("newQuantity", c.newQuantity());
        }
        if (expected != null && expected != holds) {
            return new StaleCount(c.productId(), c.warehouseId(), expected, holds);
        }
        long newTotal = elsewhere + c.newQuantity();
        long reserved = product.reservedStock(now);
        if (newTotal < reserved) {
            return new WouldOversell(c.productId(), reserved, newTotal);
        }
        return new Acceptance(
                new StockAdjusted(
                        c.productId(), c.warehouseId(), holds, c.newQuantity(), c.reason()));
    }

    private static Decision transfer(Product product, TransferStock c) {
        if (c.quantity() < 1 || c.quantity() > QUANTITY_MAX) {
            return outOfRange("quantity", c.quantity(), 1);
        }
        long holds = product.quantityIn(c.fromWarehouseId());
        if (c.quantity() > holds) {
            return new InsufficientWarehouseStock(
                    c.productId(), c.fromWarehouseId(), holds, c.quantity());
        }
        return new Acceptance(
                new StockTransferred(
                        c.productId(),
                        c.fromWarehouseId(),
                        c.toWarehouseId(),
                        c.quantity(),
                        c.reference()));
    }

    /**
     * A count states the true quantity in the warehouse at the version of the count. The changes
     * since that version are added to it. A count below the reserved quantity is recorded too,
     * because it states that goods are missing.
     */
    private static Decision count(Product product, CountStock c) {
        long holds = product.quantityIn(c.warehouseId());
        long changeSince = 0;
        CountedAt asOf = c.asOf();
        if (asOf != null) {
            Long quantityThen = asOf.quantity();
            if (quantityThen == null || asOf.version() > product.version()) {
                return new VersionMismatch(c.productId(), asOf.version(), product.version());
            }
            changeSince = holds - quantityThen;
        }
        if (c.countedQuantity() < 0 || c.countedQuantity() > QUANTITY_MAX) {
            return outOfRange("countedQuantity", c.countedQuantity(), 0);
        }
        long newQuantity = c.countedQuantity() + changeSince;
        if (newQuantity < 0) {
            return new InvalidQuantity(
                    "countedQuantity",
                    c.countedQuantity(),
                    "is less than the "
                            + -changeSince
                            + " that have left the warehouse since version "
                            + (asOf == null ? product.version() : asOf.version()));
        }
        if (newQuantity > QUANTITY_MAX - (product.totalStock() - holds)) {
            return totalTooLarge("countedQuantity", c.countedQuantity());
        }
        return new Acceptance(
                new StockAdjusted(
                        c.productId(), c.warehouseId(), holds, newQuantity, PHYSICAL_COUNT));
    }

    private static Decision outOfRange(String field, long quantity, long least) {
        return new InvalidQuantity(
                field, quantity, "must be from " + least + " to " + QUANTITY_MAX);
    }

    private static Decision totalTooLarge(String field, long quantity) {
        return new InvalidQuantity(field, quantity, "would bring the total beyond " + QUANTITY_MAX);
    }
}
