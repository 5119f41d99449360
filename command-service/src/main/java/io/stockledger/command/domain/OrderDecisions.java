package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.QUANTITY_MAX;

import io.stockledger.command.domain.Decision.Accepted;
import io.stockledger.command.domain.Decision.Refused;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.OrderReservationsNotFound;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReservationExists;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.Shortage;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rules for whole orders: command and all its products in, the events of all of them or one
 * refusal out. Pure, like {@link ProductDecisions}. Each method asks in the order of precedence
 * that {@link Refusal} declares, and each question of all lines before the next question.
 */
public final class OrderDecisions {

    private OrderDecisions() {}

    /**
     * Decides the command on the products as they are.
     *
     * @param products each product that the command is about, by its id
     * @param now the moment of the decision, which reservations with an end are judged by
     */
    public static Decision decide(
            Map<String, Product> products, OrderCommand command, Instant now) {
        return switch (command) {
            case ReserveOrder c -> reserve(products, c, now);
            case CancelOrder c -> cancel(products, c, now);
            case ShipOrder c -> ship(products, c, now);
        };
    }

    private static Decision reserve(Map<String, Product> products, ReserveOrder c, Instant now) {
        for (Line line : c.lines()) {
            if (!product(products, line.productId()).isRegistered()) {
                return new Refused(new ProductNotFound(line.productId()));
            }
        }
        for (Line line : c.lines()) {
            Reservation held = product(products, line.productId()).heldBy(c.orderId(), now);
            if (held != null) {
                return new Refused(
                        new ReservationExists(line.productId(), c.orderId(), held.quantity()));
            }
        }
        var wanted = new LinkedHashMap<String, Long>();
        for (int i = 0; i < c.lines().size(); i++) {
            Line line = c.lines().get(i);
            long before = wanted.getOrDefault(line.productId(), 0L);
            Refusal fault = quantityFault(i, line.quantity(), before);
            if (fault != null) {
                return new Refused(fault);
            }
            wanted.put(line.productId(), before + line.quantity());
        }
        return grant(products, c, wanted, now);
    }

    private static Decision grant(
            Map<String, Product> products, ReserveOrder c, Map<String, Long> wanted, Instant now) {
        var events = new ArrayList<InventoryEvent>(wanted.size());
        var shortages = new ArrayList<Shortage>();
        wanted.forEach(
                (productId, quantity) -> {
                    Product product = product(products, productId);
                    long available = product.availableStock(now);
                    long granted = Math.min(quantity, available);
                    if (granted < quantity) {
                        shortages.add(new Shortage(productId, null, available, quantity));
                    }
                    if (granted > 0) {
                        events.addAll(
                                ProductDecisions.reserved(
                                        product, c.orderId(), granted, c.expiresInSeconds(), now));
                    }
                });
        boolean refused =
                switch (c.policy()) {
                    case ALL_OR_NOTHING -> !shortages.isEmpty();
                    case PARTIAL -> events.isEmpty();
                };
        return refused
                ? new Refused(new InsufficientOrderStock(c.orderId(), shortages))
                : new Accepted(events);
    }

    private static Decision cancel(Map<String, Product> products, CancelOrder c, Instant now) {
        var events = new ArrayList<InventoryEvent>();
        for (String productId : c.productIds()) {
            Reservation held = product(products, productId).heldBy(c.orderId(), now);
            if (held != null) {
                events.add(new ReservationCancelled(productId, c.orderId(), held.quantity()));
            }
        }
        return events.isEmpty()
                ? new Refused(new OrderReservationsNotFound(c.orderId()))
                : new Accepted(events);
    }

    private static Decision ship(Map<String, Product> products, ShipOrder c, Instant now) {
        for (Shipment line : c.lines()) {
            if (!product(products, line.productId()).isRegistered()) {
                return new Refused(new ProductNotFound(line.productId()));
            }
        }
        for (Shipment line : c.lines()) {
            if (product(products, line.productId()).heldBy(c.orderId(), now) == null) {
                return new Refused(new ReservationNotFound(line.productId(), c.orderId()));
            }
        }
        Refusal fault = shipmentFault(products, c, now);
        if (fault != null) {
            return new Refused(fault);
        }
        List<Shortage> shortages = emptyWarehouses(products, c.lines());
        if (!shortages.isEmpty()) {
            return new Refused(new InsufficientOrderStock(c.orderId(), shortages));
        }
        return new Accepted(
                c.lines().stream()
                        .map(
                                line ->
                                        (InventoryEvent)
                                                new StockShipped(
                                                        line.productId(),
                                                        c.orderId(),
                                                        line.warehouseId(),
                                                        line.quantity()))
                        .toList());
    }

    /** The first line that ships nothing, or with the lines before it more than is reserved. */
    private static @Nullable Refusal shipmentFault(
            Map<String, Product> products, ShipOrder c, Instant now) {
        var shipped = new HashMap<String, Long>();
        for (int i = 0; i < c.lines().size(); i++) {
            Shipment line = c.lines().get(i);
            long before = shipped.getOrDefault(line.productId(), 0L);
            Refusal fault = quantityFault(i, line.quantity(), before);
            if (fault != null) {
                return fault;
            }
            long sum = before + line.quantity();
            Reservation held =
                    Objects.requireNonNull(
                            product(products, line.productId()).heldBy(c.orderId(), now));
            if (sum > held.quantity()) {
                return new InvalidQuantity(
                        field(i),
                        line.quantity(),
                        "ships more than the " + held.quantity() + " reserved for the order");
            }
            shipped.put(line.productId(), sum);
        }
        return null;
    }

    private record Shelf(String productId, String warehouseId) {}

    private static List<Shortage> emptyWarehouses(
            Map<String, Product> products, List<Shipment> lines) {
        var taken = new LinkedHashMap<Shelf, Long>();
        for (Shipment line : lines) {
            taken.merge(
                    new Shelf(line.productId(), line.warehouseId()),
                    line.quantity(),
                    Math::addExact);
        }
        var shortages = new ArrayList<Shortage>();
        taken.forEach(
                (shelf, quantity) -> {
                    long holds = product(products, shelf.productId).quantityIn(shelf.warehouseId);
                    if (quantity > holds) {
                        shortages.add(
                                new Shortage(shelf.productId, shelf.warehouseId, holds, quantity));
                    }
                });
        return shortages;
    }

    private static @Nullable Refusal quantityFault(int line, long quantity, long before) {
        if (quantity < 1 || quantity > QUANTITY_MAX) {
            return new InvalidQuantity(field(line), quantity, "must be from 1 to " + QUANTITY_MAX);
        }
        return quantity > QUANTITY_MAX - before
                ? new InvalidQuantity(
                        field(line), quantity, "would bring the sum beyond " + QUANTITY_MAX)
                : null;
    }

    private static String field(int line) {
        return "lines[" + line + "].quantity";
    }

    private static Product product(Map<String, Product> products, String productId) {
        return Objects.requireNonNull(products.get(productId), "a product of the order is missing");
    }
}
