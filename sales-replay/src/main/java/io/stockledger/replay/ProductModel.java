package io.stockledger.replay;

import io.stockledger.replay.Outcome.Recorded;
import io.stockledger.replay.Outcome.Refused;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The expected state of one product after each command. It follows the published rules and shares
 * no code with the services. Not thread-safe.
 */
final class ProductModel {

    private record Movement(long version, String warehouseId, long change) {}

    private String name = "";
    private String sku = "";
    private long version;
    private long reserved;
    private final Map<String, Long> warehouses = new TreeMap<>();
    private final List<Movement> movements = new ArrayList<>();
    private final Map<String, ReservationModel> reservations = new LinkedHashMap<>();

    /**
     * Applies the command if the rules allow it.
     *
     * @param ifMatch the version that the command requires, or 0 for any
     */
    Outcome apply(Command command, long ifMatch) {
        if (command instanceof Command.Register register) {
            return register(register);
        }
        if (version == 0) {
            return refused(Problem.PRODUCT_NOT_FOUND);
        }
        if (ifMatch != 0 && ifMatch != version) {
            return new Refused(
                    Problem.VERSION_MISMATCH, Map.of("expected", ifMatch, "actual", version));
        }
        return switch (command) {
            case Command.Register _ -> throw new IllegalStateException("registered above");
            case Command.Receive receive -> receive(receive);
            case Command.Reserve reserve -> reserve(reserve);
            case Command.Cancel cancel -> cancel(cancel);
            case Command.Ship ship -> ship(ship);
            case Command.Adjust adjust -> adjust(adjust);
            case Command.Transfer transfer -> transfer(transfer);
            case Command.Count count -> count(count);
        };
    }

    private Outcome register(Command.Register register) {
        if (version > 0) {
            return refused(Problem.ALREADY_REGISTERED);
        }
        name = register.name();
        sku = register.sku();
        move(register.warehouseId(), register.initialQuantity());
        return recorded("ProductRegistered");
    }

    private Outcome receive(Command.Receive receive) {
        if (receive.quantity() < 1) {
            return invalidQuantity(receive.quantity());
        }
        move(receive.warehouseId(), receive.quantity());
        return recorded("StockReceived");
    }

    private Outcome reserve(Command.Reserve reserve) {
        if (openQuantity(reserve.orderId()) > 0) {
            return new Refused(Problem.RESERVATION_EXISTS, Map.of("orderId", reserve.orderId()));
        }
        if (reserve.quantity() < 1) {
            return invalidQuantity(reserve.quantity());
        }
        if (reserve.quantity() > available()) {
            return insufficientStock(available(), reserve.quantity());
        }
        reserved += reserve.quantity();
        reservations
                .computeIfAbsent(reserve.orderId(), order -> new ReservationModel())
                .open(reserve.quantity());
        return recorded("StockReserved");
    }

    private Outcome cancel(Command.Cancel cancel) {
        if (openQuantity(cancel.orderId()) == 0) {
            return refused(Problem.RESERVATION_NOT_FOUND);
        }
        reserved -= reservation(cancel.orderId()).cancel();
        return recorded("ReservationCancelled");
    }

    private Outcome ship(Command.Ship ship) {
        long open = openQuantity(ship.orderId());
        if (open == 0) {
            return refused(Problem.RESERVATION_NOT_FOUND);
        }
        if (ship.quantity() < 1 || ship.quantity() > open) {
            return invalidQuantity(ship.quantity());
        }
        if (ship.quantity() > held(ship.warehouseId())) {
            return warehouseShort(ship.warehouseId(), ship.quantity());
        }
        move(ship.warehouseId(), -ship.quantity());
        reserved -= ship.quantity();
        reservation(ship.orderId()).ship(ship.quantity());
        return recorded("StockShipped");
    }

    private Outcome adjust(Command.Adjust adjust) {
        long held = held(adjust.warehouseId());
        if (adjust.oldQuantity() != null && adjust.oldQuantity() != held) {
            return new Refused(
                    Problem.STALE_COUNT, Map.of("expected", adjust.oldQuantity(), "actual", held));
        }
        long newTotal = total() - held + adjust.newQuantity();
        if (newTotal < reserved) {
            return new Refused(
                    Problem.WOULD_OVERSELL, Map.of("reserved", reserved, "newTotal", newTotal));
        }
        move(adjust.warehouseId(), adjust.newQuantity() - held);
        return recorded("StockAdjusted");
    }

    private Outcome transfer(Command.Transfer transfer) {
        if (transfer.quantity() < 1) {
            return invalidQuantity(transfer.quantity());
        }
        if (transfer.quantity() > held(transfer.fromWarehouseId())) {
            return warehouseShort(transfer.fromWarehouseId(), transfer.quantity());
        }
        move(transfer.fromWarehouseId(), -transfer.quantity());
        move(transfer.toWarehouseId(), transfer.quantity());
        return recorded("StockTransferred");
    }

    /** Adds the changes in that warehouse after the counted version to the counted quantity. */
    private Outcome count(Command.Count count) {
        long movedSince =
                movements.stream()
                        .filter(movement -> movement.version() > count.asOfVersion())
                        .filter(movement -> movement.warehouseId().equals(count.warehouseId()))
                        .mapToLong(Movement::change)
                        .sum();
        long now = Math.max(0, count.countedQuantity() + movedSince);
        move(count.warehouseId(), now - held(count.warehouseId()));
        return recorded("StockAdjusted");
    }

    private Recorded recorded(String eventType) {
        version++;
        return new Recorded(eventType, version);
    }

    private static Refused refused(Problem problem) {
        return new Refused(problem, Map.of());
    }

    private static Refused invalidQuantity(long quantity) {
        return new Refused(
                Problem.INVALID_QUANTITY, Map.of("field", "quantity", "quantity", quantity));
    }

    private static Refused insufficientStock(long available, long requested) {
        return new Refused(
                Problem.INSUFFICIENT_STOCK, Map.of("available", available, "requested", requested));
    }

    private Refused warehouseShort(String warehouseId, long requested) {
        return new Refused(
                Problem.INSUFFICIENT_STOCK,
                Map.of(
                        "available", held(warehouseId),
                        "requested", requested,
                        "warehouseId", warehouseId));
    }

    /** Records the change under the next version. */
    private void move(String warehouseId, long change) {
        movements.add(new Movement(version + 1, warehouseId, change));
        warehouses.merge(warehouseId, change, Math::addExact);
    }

    private ReservationModel reservation(String orderId) {
        return Optional.ofNullable(reservations.get(orderId))
                .orElseThrow(() -> new IllegalStateException("no reservation of " + orderId));
    }

    String name() {
        return name;
    }

    String sku() {
        return sku;
    }

    /** Returns the number of events of the product; 0 if it is not registered. */
    long version() {
        return version;
    }

    long total() {
        return warehouses.values().stream().mapToLong(Long::longValue).sum();
    }

    long reserved() {
        return reserved;
    }

    long available() {
        return Math.max(0, total() - reserved);
    }

    long shortfall() {
        return Math.max(0, reserved - total());
    }

    long held(String warehouseId) {
        return warehouses.getOrDefault(warehouseId, 0L);
    }

    /** Returns the quantity of each warehouse, in the order of the ids. */
    Map<String, Long> warehouses() {
        return Collections.unmodifiableMap(warehouses);
    }

    /** Returns the quantity that is still reserved for the order. */
    long openQuantity(String orderId) {
        ReservationModel reservation = reservations.get(orderId);
        return reservation == null ? 0 : reservation.reserved();
    }

    /** Returns all reservations by order, the oldest first; ended ones are included. */
    Map<String, ReservationModel> reservations() {
        return Collections.unmodifiableMap(reservations);
    }

    /** Returns the orders with an open reservation, the oldest first. */
    List<String> openOrders() {
        List<String> open = new ArrayList<>();
        reservations.forEach(
                (order, reservation) -> {
                    if (reservation.reserved() > 0) {
                        open.add(order);
                    }
                });
        return open;
    }
}
