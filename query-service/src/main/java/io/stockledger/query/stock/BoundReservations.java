package io.stockledger.query.stock;

import io.stockledger.events.EventEnvelope;
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

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The reservations of one batch that are bound to a warehouse. An event that ships, cancels,
 * expires, changes or reassigns a reservation names its order and not its warehouse, so a read
 * model with stock by warehouse keeps a row for each bound reservation. Only the rows of the orders
 * that the events of the batch name are read, and only of products that have anything reserved in a
 * warehouse. Not thread-safe.
 */
public final class BoundReservations {

    /** A reservation by its product and its order. */
    public record Key(String productId, String orderId) {}

    private final Map<Key, BoundReservation> reservations = new HashMap<>();
    private final Map<Key, BoundReservation> changed = new HashMap<>();

    /** The orders that an event names, whose reservations it may change. */
    public static List<String> ordersOf(InventoryEvent event) {
        return switch (event) {
            case StockReserved e -> List.of(e.orderId());
            case ReservationChanged e -> List.of(e.orderId());
            case ReservationReassigned e -> List.of(e.orderId(), e.toOrderId());
            case ReservationCancelled e -> List.of(e.orderId());
            case ReservationExpired e -> List.of(e.orderId());
            case StockShipped e -> List.of(e.orderId());
            case ReservationExtended _,
                    ProductRegistered _,
                    ProductRenamed _,
                    StockPolicySet _,
                    ProductArchived _,
                    ProductRestored _,
                    StockReceived _,
                    StockReturned _,
                    StockAdjusted _,
                    StockTransferred _,
                    StockBlocked _,
                    StockUnblocked _,
                    StockWrittenOff _ ->
                    List.of();
        };
    }

    /**
     * The keys of the reservations that the events of a batch may change.
     *
     * @param products the products that have anything reserved in a warehouse
     */
    public static List<Key> keysOf(Map<String, List<EventEnvelope>> events, Set<String> products) {
        return products.stream()
                .flatMap(
                        productId ->
                                events.getOrDefault(productId, List.of()).stream()
                                        .flatMap(event -> ordersOf(event.payload()).stream())
                                        .distinct()
                                        .map(orderId -> new Key(productId, orderId)))
                .toList();
    }

    /** Adds a reservation as its row contains it. */
    public void add(BoundReservation reservation) {
        reservations.put(new Key(reservation.productId(), reservation.orderId()), reservation);
    }

    /**
     * The reservations that the event changes, as they are after it.
     *
     * @throws IllegalStateException if the event contradicts the reservations
     */
    List<BoundReservation> after(InventoryEvent event) {
        return switch (event) {
            case StockReserved e -> {
                BoundReservation before = of(e.productId(), e.orderId());
                require(before.quantity() == 0, before, e);
                yield one(before, before.with(e.warehouseId(), e.quantity()));
            }
            case ReservationChanged e -> {
                BoundReservation before = of(e.productId(), e.orderId());
                require(
                        before.warehouseId() == null || before.quantity() == e.oldQuantity(),
                        before,
                        e);
                yield one(before, before.with(e.warehouseId(), e.newQuantity()));
            }
            case ReservationReassigned e -> reassigned(e);
            case ReservationCancelled e -> less(e.orderId(), e.quantity(), e);
            case ReservationExpired e -> less(e.orderId(), e.quantity(), e);
            case StockShipped e -> less(e.orderId(), e.quantity(), e);
            case ReservationExtended _,
                    ProductRegistered _,
                    ProductRenamed _,
                    StockPolicySet _,
                    ProductArchived _,
                    ProductRestored _,
                    StockReceived _,
                    StockReturned _,
                    StockAdjusted _,
                    StockTransferred _,
                    StockBlocked _,
                    StockUnblocked _,
                    StockWrittenOff _ ->
                    List.of();
        };
    }

    private List<BoundReservation> reassigned(ReservationReassigned event) {
        BoundReservation from = of(event.productId(), event.orderId());
        BoundReservation to = of(event.productId(), event.toOrderId());
        require(from.warehouseId() == null || from.quantity() == event.quantity(), from, event);
        if (from.quantity() == 0 && to.quantity() == 0 && event.warehouseId() == null) {
            return List.of();
        }
        return List.of(
                from.with(null, 0),
                to.with(event.warehouseId(), Math.addExact(to.quantity(), event.quantity())));
    }

    private List<BoundReservation> less(String orderId, long quantity, InventoryEvent event) {
        BoundReservation before = of(event.productId(), orderId);
        if (before.quantity() == 0) {
            return List.of();
        }
        require(quantity <= before.quantity(), before, event);
        return List.of(before.with(before.warehouseId(), before.quantity() - quantity));
    }

    private static List<BoundReservation> one(BoundReservation before, BoundReservation after) {
        return before.equals(after) ? List.of() : List.of(after);
    }

    /** By how much the reserved quantity of each warehouse changes with these reservations. */
    Map<String, Long> reservedChanges(List<BoundReservation> after) {
        if (after.isEmpty()) {
            return Map.of();
        }
        var changes = new TreeMap<String, Long>();
        for (BoundReservation reservation : after) {
            BoundReservation before = of(reservation.productId(), reservation.orderId());
            add(changes, before.warehouseId(), -before.quantity());
            add(changes, reservation.warehouseId(), reservation.quantity());
        }
        return changes;
    }

    private static void add(Map<String, Long> changes, @Nullable String warehouseId, long change) {
        if (warehouseId != null) {
            changes.merge(warehouseId, change, Math::addExact);
        }
    }

    /** Replaces reservations by what they are after an event. */
    void replace(List<BoundReservation> after) {
        for (BoundReservation reservation : after) {
            var key = new Key(reservation.productId(), reservation.orderId());
            reservations.put(key, reservation);
            changed.put(key, reservation);
        }
    }

    /** The reservations that an event has changed; one without a warehouse has no row any more. */
    public Collection<BoundReservation> changed() {
        return changed.values();
    }

    private BoundReservation of(String productId, String orderId) {
        BoundReservation known = reservations.get(new Key(productId, orderId));
        return known == null ? BoundReservation.none(productId, orderId) : known;
    }

    private static void require(
            boolean possible, BoundReservation reservation, InventoryEvent event) {
        if (!possible) {
            throw new IllegalStateException("the event contradicts " + reservation + ": " + event);
        }
    }
}
