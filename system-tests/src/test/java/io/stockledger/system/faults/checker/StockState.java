package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.history.EventLog.LogEvent;
import io.stockledger.system.faults.history.HistoryEntry.StockSeen;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A product after its first {@code version} events, by the contract. It is written without the code
 * of the services, so that a bug there is not repeated here. Immutable.
 */
public record StockState(
        long version, SortedMap<String, Long> warehouses, SortedMap<String, Held> reservations) {

    public static final StockState UNREGISTERED =
            new StockState(0, new TreeMap<>(), new TreeMap<>());

    /**
     * A reservation.
     *
     * @param expiresAt null if it has no end
     */
    public record Held(long quantity, @Nullable Instant expiresAt) {}

    public StockState {
        warehouses = Collections.unmodifiableSortedMap(warehouses);
        reservations = Collections.unmodifiableSortedMap(reservations);
    }

    public long total() {
        return warehouses.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The quantity of all reservations, including those that have lapsed but are not recorded. */
    public long reserved() {
        return reservations.values().stream().mapToLong(Held::quantity).sum();
    }

    /** The quantity of the reservations that hold stock at an instant. */
    public long reservedAt(Instant now) {
        return reservations.values().stream()
                .filter(held -> held.expiresAt == null || now.isBefore(held.expiresAt))
                .mapToLong(Held::quantity)
                .sum();
    }

    public long available() {
        return Math.max(0, total() - reserved());
    }

    public long in(String warehouseId) {
        return warehouses.getOrDefault(warehouseId, 0L);
    }

    /** Whether an answer shows this state. Answers may leave out warehouses without stock. */
    public boolean isShownBy(StockSeen seen, boolean withReservations) {
        return version == seen.version()
                && withStock(warehouses).equals(withStock(seen.warehouses()))
                && total() == seen.total()
                && (!withReservations || reserved() == seen.reserved());
    }

    private static SortedMap<String, Long> withStock(SortedMap<String, Long> warehouses) {
        var withStock = new TreeMap<>(warehouses);
        withStock.values().removeIf(quantity -> quantity == 0);
        return withStock;
    }

    /** Returns the state with a changed quantity in a warehouse and the next version. */
    StockState withStock(String warehouseId, long change) {
        var changed = new TreeMap<>(warehouses);
        changed.merge(warehouseId, change, Math::addExact);
        return new StockState(version + 1, changed, reservations);
    }

    /** Returns the state with a changed reservation and the next version; 0 removes it. */
    StockState withReservation(String orderId, long quantity, @Nullable Instant expiresAt) {
        var changed = new TreeMap<>(reservations);
        if (quantity == 0) {
            changed.remove(orderId);
        } else {
            changed.put(orderId, new Held(quantity, expiresAt));
        }
        return new StockState(version + 1, warehouses, changed);
    }

    /**
     * Applies the next event.
     *
     * @throws IllegalStateException if the event breaks a rule of the contract in this state
     */
    public StockState after(LogEvent event) {
        JsonNode payload = event.payload();
        require(event.sequenceNumber() == version + 1, "the sequence has a gap", event);
        require(
                (version == 0) == "ProductRegistered".equals(event.type()),
                "the registration is not the first event",
                event);
        return switch (event.type()) {
            case "ProductRegistered" ->
                    withStock(text(payload, "warehouseId"), number(payload, "initialQuantity"));
            case "StockReceived" -> withStock(text(payload, "warehouseId"), quantity(payload));
            case "StockReserved" -> reserved(event);
            case "ReservationExtended" -> {
                Held held = held(event);
                yield withReservation(
                        text(payload, "orderId"), held.quantity, instant(payload, "expiresAt"));
            }
            case "ReservationCancelled", "ReservationExpired" -> {
                require(held(event).quantity == quantity(payload), "not what is held", event);
                yield withReservation(text(payload, "orderId"), 0, null);
            }
            case "StockShipped" -> shipped(event);
            case "StockAdjusted" -> {
                String warehouseId = text(payload, "warehouseId");
                long old = number(payload, "oldQuantity");
                require(in(warehouseId) == old, "the old quantity is wrong", event);
                yield withStock(warehouseId, number(payload, "newQuantity") - old);
            }
            case "StockTransferred" -> {
                String from = text(payload, "fromWarehouseId");
                require(in(from) >= quantity(payload), "the warehouse holds less", event);
                StockState left = withStock(from, -quantity(payload));
                StockState moved =
                        left.withStock(text(payload, "toWarehouseId"), quantity(payload));
                yield new StockState(version + 1, moved.warehouses, reservations);
            }
            default -> throw new IllegalStateException("unknown type of event: " + event);
        };
    }

    private StockState reserved(LogEvent event) {
        JsonNode payload = event.payload();
        String orderId = text(payload, "orderId");
        require(!reservations.containsKey(orderId), "the order holds the product already", event);
        long free = total() - reservedAt(event.occurredAt());
        require(quantity(payload) <= free, "only " + free + " are available", event);
        return withReservation(orderId, quantity(payload), instant(payload, "expiresAt"));
    }

    private StockState shipped(LogEvent event) {
        JsonNode payload = event.payload();
        String warehouseId = text(payload, "warehouseId");
        Held held = held(event);
        require(quantity(payload) <= held.quantity, "more than is reserved", event);
        require(quantity(payload) <= in(warehouseId), "the warehouse holds less", event);
        StockState left = withStock(warehouseId, -quantity(payload));
        StockState released =
                left.withReservation(
                        text(payload, "orderId"),
                        held.quantity - quantity(payload),
                        held.expiresAt);
        return new StockState(version + 1, released.warehouses, released.reservations);
    }

    private Held held(LogEvent event) {
        Held held = reservations.get(text(event.payload(), "orderId"));
        if (held == null) {
            throw new IllegalStateException("the order holds nothing: " + event);
        }
        return held;
    }

    private static void require(boolean possible, String reason, LogEvent event) {
        if (!possible) {
            throw new IllegalStateException(reason + ": " + event);
        }
    }

    private static long quantity(JsonNode payload) {
        return number(payload, "quantity");
    }

    private static long number(JsonNode payload, String field) {
        return payload.required(field).longValue();
    }

    private static String text(JsonNode payload, String field) {
        return payload.required(field).stringValue();
    }

    private static @Nullable Instant instant(JsonNode payload, String field) {
        return payload.has(field) ? Instant.parse(text(payload, field)) : null;
    }
}
