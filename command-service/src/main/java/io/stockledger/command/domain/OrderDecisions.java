package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.QUANTITY_MAX;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.OrderReservationsExist;
import io.stockledger.command.domain.Refusal.OrderReservationsNotFound;
import io.stockledger.command.domain.Refusal.ProductNotFound;
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
 * The rules for whole orders: they turn a command and the state of all its products into events of
 * these products or one refusal. They are pure, like {@link ProductDecisions}. Each method checks
 * in the order of precedence that {@link Refusal} declares, and makes each check on all lines
 * before the next check.
 */
public final class OrderDecisions {

    private OrderDecisions() {}

    /**
     * Decides the command on the current state of its products.
     *
     * @param products every product of the command, by its id
     * @param now the instant of the decision, at which reservations may have lapsed
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
                return new ProductNotFound(line.productId());
            }
        }
        Map<String, Line> held = heldLines(products, c, now);
        if (!held.isEmpty()) {
            return new OrderReservationsExist(c.orderId(), List.copyOf(held.values()));
        }
        var wanted = new LinkedHashMap<String, Long>();
        for (int i = 0; i < c.lines().size(); i++) {
            Line line = c.lines().get(i);
            long before = wanted.getOrDefault(line.productId(), 0L);
            Refusal refusal = quantityRefusal(i, line.quantity(), before);
            if (refusal != null) {
                return refusal;
            }
            wanted.put(line.productId(), before + line.quantity());
        }
        return grant(products, c, wanted, now);
    }

    private static Map<String, Line> heldLines(
            Map<String, Product> products, ReserveOrder c, Instant now) {
        var held = new LinkedHashMap<String, Line>();
        for (Line line : c.lines()) {
            String productId = line.productId();
            Reservation reservation = product(products, productId).heldBy(c.orderId(), now);
            if (reservation != null) {
                held.put(productId, new Line(productId, reservation.quantity()));
            }
        }
        return held;
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
                ? new InsufficientOrderStock(c.orderId(), shortages)
                : new Acceptance(events);
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
                ? new OrderReservationsNotFound(c.orderId())
                : new Acceptance(events);
    }

    private static Decision ship(Map<String, Product> products, ShipOrder c, Instant now) {
        for (Shipment line : c.lines()) {
            if (!product(products, line.productId()).isRegistered()) {
                return new ProductNotFound(line.productId());
            }
        }
        for (Shipment line : c.lines()) {
            if (product(products, line.productId()).heldBy(c.orderId(), now) == null) {
                return new ReservationNotFound(line.productId(), c.orderId());
            }
        }
        Refusal refusal = shipmentRefusal(products, c, now);
        if (refusal != null) {
            return refusal;
        }
        List<Shortage> shortages = warehouseShortages(products, c.lines());
        if (!shortages.isEmpty()) {
            return new InsufficientOrderStock(c.orderId(), shortages);
        }
        return new Acceptance(
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

    /** Refuses the first line whose quantity, with the lines before it, exceeds the reservation. */
    private static @Nullable Refusal shipmentRefusal(
            Map<String, Product> products, ShipOrder c, Instant now) {
        var shipped = new HashMap<String, Long>();
        for (int i = 0; i < c.lines().size(); i++) {
            Shipment line = c.lines().get(i);
            long before = shipped.getOrDefault(line.productId(), 0L);
            Refusal refusal = quantityRefusal(i, line.quantity(), before);
            if (refusal != null) {
                return refusal;
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

    private record WarehouseStock(String productId, String warehouseId) {}

    private static List<Shortage> warehouseShortages(
            Map<String, Product> products, List<Shipment> lines) {
        var requested = new LinkedHashMap<WarehouseStock, Long>();
        for (Shipment line : lines) {
            requested.merge(
                    new WarehouseStock(line.productId(), line.warehouseId()),
                    line.quantity(),
                    Math::addExact);
        }
        var shortages = new ArrayList<Shortage>();
        requested.forEach(
                (stock, quantity) -> {
                    long available =
                            product(products, stock.productId).quantityIn(stock.warehouseId);
                    if (quantity > available) {
                        shortages.add(
                                new Shortage(
                                        stock.productId, stock.warehouseId, available, quantity));
                    }
                });
        return shortages;
    }

    private static @Nullable Refusal quantityRefusal(int line, long quantity, long before) {
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
