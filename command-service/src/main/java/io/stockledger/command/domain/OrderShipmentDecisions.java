package io.stockledger.command.domain;

import static io.stockledger.command.domain.OrderDecisions.notFound;
import static io.stockledger.command.domain.OrderDecisions.product;
import static io.stockledger.command.domain.OrderReservationDecisions.archived;
import static io.stockledger.command.domain.OrderReservationDecisions.heldAlready;
import static io.stockledger.command.domain.Quantities.lineField;
import static io.stockledger.command.domain.Quantities.lineOutOfRange;
import static io.stockledger.command.domain.Quantities.reservedTooLarge;
import static io.stockledger.command.domain.Quantities.totalTooLarge;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.Decision.ShipmentsMissing;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.ReturnedLine;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.ReturnBeyondShipment;
import io.stockledger.command.domain.Refusal.ShipmentNotFound;
import io.stockledger.command.domain.Refusal.Shortage;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The rules for the shipments, sales and returns of an order. Part of {@link OrderDecisions}. */
final class OrderShipmentDecisions {

    private OrderShipmentDecisions() {}

    /** The quantities of the lines so far, by product and by warehouse. */
    private static final class Taken {

        private final Map<String, Long> byProduct = new LinkedHashMap<>();
        private final Map<StockPlace, Long> byPlace = new LinkedHashMap<>();

        void add(String productId, String warehouseId, long quantity) {
            byProduct.merge(productId, quantity, Math::addExact);
            byPlace.merge(new StockPlace(productId, warehouseId), quantity, Math::addExact);
        }

        long of(String productId) {
            return byProduct.getOrDefault(productId, 0L);
        }

        long of(String productId, String warehouseId) {
            return byPlace.getOrDefault(new StockPlace(productId, warehouseId), 0L);
        }
    }

    static Decision ship(Map<String, Product> products, ShipOrder c, Instant now) {
        Refusal refusal = notFound(products, c.productIds());
        if (refusal == null && c.beyondReservation()) {
            refusal = archivedBeyond(products, c, now);
        }
        if (refusal == null && !c.beyondReservation()) {
            refusal = notHeld(products, c, now);
        }
        if (refusal != null) {
            return refusal;
        }
        var taken = new Taken();
        for (int i = 0; i < c.lines().size(); i++) {
            Shipment line = c.lines().get(i);
            refusal = lineOutOfRange(i, line.quantity(), taken.of(line.productId()));
            if (refusal == null) {
                refusal =
                        c.beyondReservation()
                                ? reservedTooMuch(products, c.orderId(), line, i, taken, now)
                                : beyondReservation(products, c, i, taken, now);
            }
            if (refusal != null) {
                return refusal;
            }
            taken.add(line.productId(), line.warehouseId(), line.quantity());
        }
        List<Shortage> shortages = shortages(products, c.orderId(), taken, now);
        return shortages.isEmpty()
                ? new Acceptance(shipped(products, c, taken, now))
                : new InsufficientOrderStock(c.orderId(), shortages);
    }

    private static long reserved(Product product, String orderId, Instant now) {
        Reservation held = product.heldBy(orderId, now);
        return held == null ? 0 : held.quantity();
    }

    private static @Nullable Refusal archivedBeyond(
            Map<String, Product> products, ShipOrder c, Instant now) {
        var left = new HashMap<String, Long>();
        for (Shipment line : c.lines()) {
            Product product = product(products, line.productId());
            long before =
                    left.computeIfAbsent(
                            line.productId(), _ -> reserved(product, c.orderId(), now));
            if (line.quantity() > before && product.isArchived()) {
                return new ArchivedProduct(line.productId());
            }
            left.put(line.productId(), before - Math.max(0, line.quantity()));
        }
        return null;
    }

    private static @Nullable Refusal notHeld(
            Map<String, Product> products, ShipOrder c, Instant now) {
        for (Shipment line : c.lines()) {
            if (product(products, line.productId()).heldBy(c.orderId(), now) == null) {
                return new ReservationNotFound(line.productId(), c.orderId());
            }
        }
        return null;
    }

    /** Refuses a line whose quantity, with the lines before it, exceeds the reservation. */
    private static @Nullable Refusal beyondReservation(
            Map<String, Product> products, ShipOrder c, int index, Taken taken, Instant now) {
        Shipment line = c.lines().get(index);
        long reserved = reserved(product(products, line.productId()), c.orderId(), now);
        return taken.of(line.productId()) + line.quantity() <= reserved
                ? null
                : new InvalidQuantity(
                        lineField(index),
                        line.quantity(),
                        "ships more than the " + reserved + " reserved for the order");
    }

    /**
     * Refuses a line that, with the lines before it, would reserve more of its product than can be
     * reserved in all.
     */
    private static @Nullable Refusal reservedTooMuch(
            Map<String, Product> products,
            String orderId,
            Shipment line,
            int index,
            Taken taken,
            Instant now) {
        Product product = product(products, line.productId());
        long sum = taken.of(line.productId()) + line.quantity();
        long beyond = sum - reserved(product, orderId, now);
        return reservedTooLarge(lineField(index), line.quantity(), beyond, product, now);
    }

    /** The shortages of all products and warehouses that the order takes from. */
    private static List<Shortage> shortages(
            Map<String, Product> products, String orderId, Taken taken, Instant now) {
        var shortages = new ArrayList<Shortage>();
        var shortProducts = new HashSet<String>();
        taken.byPlace.forEach(
                (place, quantity) -> {
                    Product product = product(products, place.productId());
                    long beyond = taken.of(place.productId()) - reserved(product, orderId, now);
                    Shortage shortage =
                            ShipmentDecisions.shortage(
                                    product, orderId, beyond, place.warehouseId(), quantity, now);
                    boolean ofProduct = shortage != null && shortage.warehouseId() == null;
                    if (shortage != null && (!ofProduct || shortProducts.add(place.productId()))) {
                        shortages.add(shortage);
                    }
                });
        return shortages;
    }

    private static List<InventoryEvent> shipped(
            Map<String, Product> products, ShipOrder c, Taken taken, Instant now) {
        var events = new ArrayList<InventoryEvent>();
        var raised = new HashSet<String>();
        for (Shipment line : c.lines()) {
            Product product = product(products, line.productId());
            Reservation held = product.heldBy(c.orderId(), now);
            long sum = taken.of(line.productId());
            if (held == null) {
                events.addAll(sold(product, c.orderId(), line, raised.add(line.productId())));
                continue;
            }
            if (sum > held.quantity() && raised.add(line.productId())) {
                events.addAll(
                        ReservationDecisions.changed(
                                line.productId(), c.orderId(), held, held.withQuantity(sum)));
            }
            events.add(shipment(c.orderId(), line));
        }
        return events;
    }

    /**
     * The events of a line that is reserved and shipped at once.
     *
     * @param first whether it is the first line of its product
     */
    private static List<InventoryEvent> sold(
            Product product, String orderId, Shipment line, boolean first) {
        var events = new ArrayList<InventoryEvent>(3);
        if (first) {
            events.addAll(ReservationDecisions.lapsed(product, orderId));
        }
        events.add(
                new StockReserved(
                        line.productId(), orderId, line.quantity(), null, line.warehouseId()));
        events.add(shipment(orderId, line));
        return events;
    }

    private static StockShipped shipment(String orderId, Shipment line) {
        return new StockShipped(line.productId(), orderId, line.warehouseId(), line.quantity());
    }

    static Decision sell(Map<String, Product> products, SellOrder c, Instant now) {
        Refusal refusal = notFound(products, c.productIds());
        if (refusal == null) {
            refusal = archived(products, c.productIds());
        }
        if (refusal == null) {
            refusal = heldAlready(products, c.orderId(), c.productIds(), now);
        }
        if (refusal != null) {
            return refusal;
        }
        var wanted = new Taken();
        for (int i = 0; i < c.lines().size(); i++) {
            Shipment line = c.lines().get(i);
            refusal = lineOutOfRange(i, line.quantity(), wanted.of(line.productId()));
            if (refusal == null) {
                refusal = reservedTooMuch(products, c.orderId(), line, i, wanted, now);
            }
            if (refusal != null) {
                return refusal;
            }
            wanted.add(line.productId(), line.warehouseId(), line.quantity());
        }
        List<Shortage> shortages = shortages(products, c.orderId(), wanted, now);
        if (!shortages.isEmpty() && c.policy() == Policy.ALL_OR_NOTHING) {
            return new InsufficientOrderStock(c.orderId(), shortages);
        }
        List<InventoryEvent> events = sold(products, c, now);
        return events.isEmpty()
                ? new InsufficientOrderStock(c.orderId(), shortages)
                : new Acceptance(events);
    }

    /** Sells of each line the quantity that is available after the lines before it. */
    private static List<InventoryEvent> sold(
            Map<String, Product> products, SellOrder c, Instant now) {
        var events = new ArrayList<InventoryEvent>();
        var taken = new Taken();
        for (Shipment line : c.lines()) {
            Product product = product(products, line.productId());
            String warehouseId = line.warehouseId();
            long promisable = product.availableToPromise(now) - taken.of(line.productId());
            long free =
                    product.freeFor(c.orderId(), warehouseId, now)
                            - taken.of(line.productId(), warehouseId);
            long granted = Math.min(line.quantity(), Math.min(promisable, free));
            if (granted > 0) {
                boolean first = taken.of(line.productId()) == 0;
                taken.add(line.productId(), warehouseId, granted);
                events.addAll(
                        sold(
                                product,
                                c.orderId(),
                                new Shipment(line.productId(), warehouseId, granted),
                                first));
            }
        }
        return events;
    }

    static Decision giveBack(Map<String, Product> products, ReturnOrder c) {
        Refusal refusal = notFound(products, c.productIds());
        if (refusal != null) {
            return refusal;
        }
        var shipments = new HashMap<String, OrderShipments>();
        Set<String> missing = new LinkedHashSet<>();
        for (String productId : c.productIds()) {
            OrderShipments known =
                    ShipmentDecisions.shipments(
                            product(products, productId), c.orderId(), c.known().get(productId));
            if (known == null) {
                missing.add(productId);
            } else {
                shipments.put(productId, known);
            }
        }
        if (!missing.isEmpty()) {
            return new ShipmentsMissing(missing);
        }
        for (String productId : c.productIds()) {
            if (Objects.requireNonNull(shipments.get(productId)).shipped() == 0) {
                return new ShipmentNotFound(productId, c.orderId());
            }
        }
        refusal = returnRefusal(products, c, shipments);
        return refusal != null
                ? refusal
                : new Acceptance(c.lines().stream().map(line -> returned(c, line)).toList());
    }

    /** Refuses the first line that, with the lines before it, brings back more than was shipped. */
    private static @Nullable Refusal returnRefusal(
            Map<String, Product> products, ReturnOrder c, Map<String, OrderShipments> shipments) {
        var sums = new HashMap<String, Long>();
        for (int i = 0; i < c.lines().size(); i++) {
            ReturnedLine line = c.lines().get(i);
            long before = sums.getOrDefault(line.productId(), 0L);
            OrderShipments known = Objects.requireNonNull(shipments.get(line.productId()));
            Refusal refusal = lineOutOfRange(i, line.quantity(), before);
            if (refusal == null && before + line.quantity() > known.returnable()) {
                refusal =
                        new ReturnBeyondShipment(
                                line.productId(), lineField(i), line.quantity(), known);
            }
            if (refusal == null) {
                refusal =
                        totalTooLarge(
                                lineField(i),
                                line.quantity(),
                                product(products, line.productId()).totalStock() + before);
            }
            if (refusal != null) {
                return refusal;
            }
            sums.put(line.productId(), before + line.quantity());
        }
        return null;
    }

    private static InventoryEvent returned(ReturnOrder c, ReturnedLine line) {
        return new StockReturned(
                line.productId(),
                c.orderId(),
                line.warehouseId(),
                line.quantity(),
                line.reason(),
                line.blocked());
    }
}
