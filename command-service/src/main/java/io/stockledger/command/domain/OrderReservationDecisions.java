package io.stockledger.command.domain;

import static io.stockledger.command.domain.OrderDecisions.notFound;
import static io.stockledger.command.domain.OrderDecisions.product;
import static io.stockledger.command.domain.Quantities.lineField;
import static io.stockledger.command.domain.Quantities.lineOutOfRange;
import static io.stockledger.command.domain.Quantities.outOfRange;
import static io.stockledger.command.domain.Quantities.reservedTooLarge;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.LineChange;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.OrderReservationsExist;
import io.stockledger.command.domain.Refusal.OrderReservationsNotFound;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.Shortage;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationReassigned;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The rules for the reservations of an order. Part of {@link OrderDecisions}. */
final class OrderReservationDecisions {

    private OrderReservationDecisions() {}

    static Decision reserve(Map<String, Product> products, ReserveOrder c, Instant now) {
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
        var wanted = new LinkedHashMap<String, Line>();
        for (int i = 0; i < c.lines().size(); i++) {
            Line line = c.lines().get(i);
            Line before = wanted.get(line.productId());
            long sum = before == null ? 0 : before.quantity();
            refusal = lineOutOfRange(i, line.quantity(), sum);
            if (refusal == null) {
                Product product = product(products, line.productId());
                long more = sum + line.quantity();
                refusal = reservedTooLarge(lineField(i), line.quantity(), more, product, now);
            }
            if (refusal != null) {
                return refusal;
            }
            wanted.put(
                    line.productId(),
                    new Line(line.productId(), sum + line.quantity(), line.warehouseId()));
        }
        return grant(products, c, wanted.values(), now);
    }

    /** Refuses a command that sells more of an archived product. */
    static @Nullable Refusal archived(
            Map<String, Product> products, Collection<String> productIds) {
        for (String productId : productIds) {
            if (product(products, productId).isArchived()) {
                return new ArchivedProduct(productId);
            }
        }
        return null;
    }

    /**
     * Refuses a new reservation of products that the order holds already, and names all of them.
     */
    static @Nullable Refusal heldAlready(
            Map<String, Product> products, String orderId, Set<String> productIds, Instant now) {
        var held = new ArrayList<Line>();
        for (String productId : productIds) {
            Reservation reservation = product(products, productId).heldBy(orderId, now);
            if (reservation != null) {
                held.add(new Line(productId, reservation.quantity()));
            }
        }
        return held.isEmpty() ? null : new OrderReservationsExist(orderId, held);
    }

    private static Decision grant(
            Map<String, Product> products, ReserveOrder c, Collection<Line> wanted, Instant now) {
        Integer seconds = c.expiresInSeconds();
        Instant end = seconds == null ? null : now.plusSeconds(seconds);
        var events = new ArrayList<InventoryEvent>(wanted.size());
        var shortages = new ArrayList<Shortage>();
        for (Line line : wanted) {
            Product product = product(products, line.productId());
            String warehouseId = line.warehouseId();
            long granted = line.quantity();
            Shortage shortage =
                    ReservationDecisions.shortage(product, null, granted, warehouseId, now);
            if (shortage != null) {
                shortages.add(shortage);
                granted = shortage.available();
            }
            if (granted > 0) {
                events.addAll(
                        ReservationDecisions.reserved(
                                product, c.orderId(), new Reservation(granted, end, warehouseId)));
            }
        }
        boolean refused =
                switch (c.policy()) {
                    case ALL_OR_NOTHING -> !shortages.isEmpty();
                    case PARTIAL -> events.isEmpty();
                };
        return refused
                ? new InsufficientOrderStock(c.orderId(), shortages)
                : new Acceptance(events);
    }

    static Decision change(Map<String, Product> products, ChangeOrder c, Instant now) {
        Refusal refusal =
                notFound(products, c.lines().stream().map(LineChange::productId).toList());
        if (refusal == null) {
            refusal = changeRefusal(products, c, now);
        }
        if (refusal != null) {
            return refusal;
        }
        var events = new ArrayList<InventoryEvent>();
        var shortages = new ArrayList<Shortage>();
        Instant endOfOrder = endOfOrder(products, c, now);
        for (LineChange line : c.lines()) {
            Product product = product(products, line.productId());
            Reservation held = product.heldBy(c.orderId(), now);
            Reservation after =
                    new Reservation(
                            line.quantity(),
                            ReservationDecisions.end(
                                    c.expiresInSeconds(),
                                    held == null ? endOfOrder : held.expiresAt(),
                                    now),
                            line.warehouseId().apply(held == null ? null : held.warehouseId()));
            Shortage shortage =
                    ReservationDecisions.shortage(
                            product, held, line.quantity(), after.warehouseId(), now);
            if (shortage != null) {
                shortages.add(shortage);
            }
            events.addAll(changed(product, c.orderId(), held, after));
        }
        for (Map.Entry<String, Reservation> other : unnamed(products, c, now).entrySet()) {
            Reservation held = other.getValue();
            Instant end = ReservationDecisions.end(c.expiresInSeconds(), held.expiresAt(), now);
            events.addAll(
                    ReservationDecisions.changed(
                            other.getKey(), c.orderId(), held, held.withEnd(end)));
        }
        return shortages.isEmpty()
                ? new Acceptance(events)
                : new InsufficientOrderStock(c.orderId(), shortages);
    }

    private static @Nullable Refusal changeRefusal(
            Map<String, Product> products, ChangeOrder c, Instant now) {
        for (LineChange line : c.lines()) {
            Product product = product(products, line.productId());
            Reservation held = product.heldBy(c.orderId(), now);
            long before = held == null ? 0 : held.quantity();
            if (line.quantity() > before && product.isArchived()) {
                return new ArchivedProduct(line.productId());
            }
        }
        for (LineChange line : c.lines()) {
            boolean held = product(products, line.productId()).heldBy(c.orderId(), now) != null;
            if (line.quantity() == 0 && !held) {
                return new ReservationNotFound(line.productId(), c.orderId());
            }
        }
        if (c.lines().isEmpty() && unnamed(products, c, now).isEmpty()) {
            return new OrderReservationsNotFound(c.orderId());
        }
        for (int i = 0; i < c.lines().size(); i++) {
            LineChange line = c.lines().get(i);
            Refusal refusal = outOfRange(lineField(i), line.quantity(), 0);
            if (refusal == null) {
                Product product = product(products, line.productId());
                Reservation held = product.heldBy(c.orderId(), now);
                long more = line.quantity() - (held == null ? 0 : held.quantity());
                refusal = reservedTooLarge(lineField(i), line.quantity(), more, product, now);
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** The reservations of the order that no line names. */
    private static Map<String, Reservation> unnamed(
            Map<String, Product> products, ChangeOrder c, Instant now) {
        var unnamed = new LinkedHashMap<String, Reservation>();
        for (String productId : c.heldProductIds()) {
            Reservation held = product(products, productId).heldBy(c.orderId(), now);
            if (held != null) {
                unnamed.put(productId, held);
            }
        }
        c.lines().forEach(line -> unnamed.remove(line.productId()));
        return unnamed;
    }

    /** The latest end of the order's reservations, which a line that is added gets. */
    private static @Nullable Instant endOfOrder(
            Map<String, Product> products, ChangeOrder c, Instant now) {
        Instant latest = null;
        for (String productId : c.heldProductIds()) {
            Reservation held = product(products, productId).heldBy(c.orderId(), now);
            if (held == null) {
                continue;
            }
            Instant end = held.expiresAt();
            if (end == null) {
                return null;
            }
            latest = latest == null || end.isAfter(latest) ? end : latest;
        }
        return latest;
    }

    private static List<InventoryEvent> changed(
            Product product, String orderId, @Nullable Reservation held, Reservation after) {
        if (held == null) {
            return ReservationDecisions.reserved(product, orderId, after);
        }
        return after.quantity() == 0
                ? List.of(new ReservationCancelled(product.productId(), orderId, held.quantity()))
                : ReservationDecisions.changed(product.productId(), orderId, held, after);
    }

    static Decision cancel(Map<String, Product> products, CancelOrder c, Instant now) {
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

    static Decision reassign(Map<String, Product> products, ReassignOrder c, Instant now) {
        Set<String> chosen = c.chosenProductIds();
        Refusal refusal = chosen == null ? null : chosenRefusal(products, c.orderId(), chosen, now);
        if (refusal != null) {
            return refusal;
        }
        var events = new ArrayList<InventoryEvent>();
        var conflicts = new ArrayList<Line>();
        for (String productId : c.productIds()) {
            Product product = product(products, productId);
            Reservation moved = product.heldBy(c.orderId(), now);
            if (moved == null) {
                continue;
            }
            Reservation other = product.heldBy(c.toOrderId(), now);
            if (other != null && !canBeAdded(other, moved)) {
                conflicts.add(new Line(productId, other.quantity()));
            }
            if (other == null) {
                events.addAll(ReservationDecisions.lapsed(product, c.toOrderId()));
            }
            events.add(
                    new ReservationReassigned(
                            productId,
                            c.orderId(),
                            c.toOrderId(),
                            moved.quantity(),
                            other == null
                                    ? moved.expiresAt()
                                    : later(moved.expiresAt(), other.expiresAt()),
                            moved.warehouseId()));
        }
        if (!conflicts.isEmpty()) {
            return new OrderReservationsExist(c.toOrderId(), conflicts);
        }
        return events.isEmpty()
                ? new OrderReservationsNotFound(c.orderId())
                : new Acceptance(events);
    }

    /**
     * Whether an order can hold both. Their sum exceeds the maximum only if one of them had lapsed
     * when the other was made, and the clock has been set back since, so that both hold stock.
     */
    private static boolean canBeAdded(Reservation a, Reservation b) {
        return Objects.equals(a.warehouseId(), b.warehouseId())
                && a.quantity() <= Quantities.QUANTITY_MAX - b.quantity();
    }

    private static @Nullable Refusal chosenRefusal(
            Map<String, Product> products, String orderId, Set<String> chosen, Instant now) {
        Refusal refusal = notFound(products, chosen);
        if (refusal != null) {
            return refusal;
        }
        for (String productId : chosen) {
            if (product(products, productId).heldBy(orderId, now) == null) {
                return new ReservationNotFound(productId, orderId);
            }
        }
        return null;
    }

    /** The later of two ends; null, which is no end, is the latest. */
    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return null;
        }
        return a.isAfter(b) ? a : b;
    }
}
