package io.stockledger.replay;

import io.stockledger.replay.Outcome.Recorded;
import io.stockledger.replay.Outcome.Refused;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The expected state of one product after each command. It follows the published rules and shares
 * no code with the services. Not thread-safe.
 */
final class ProductModel {

    private String name = "";
    private String sku = "";
    private long version;
    private long reserved;
    private final StockModel stock = new StockModel();
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
            return Refused.of(Problem.PRODUCT_NOT_FOUND);
        }
        if (ifMatch != 0 && ifMatch != version) {
            return new Refused(
                    Problem.VERSION_MISMATCH, Map.of("expected", ifMatch, "actual", version));
        }
        return switch (command) {
            case Command.Register _ -> throw new IllegalStateException("registered above");
            case Command.Receive c -> outcome(stock.receive(c, next()), "StockReceived");
            case Command.Reserve reserve -> reserve(reserve);
            case Command.Cancel cancel -> cancel(cancel);
            case Command.Ship ship -> ship(ship);
            case Command.Adjust adjust -> adjust(adjust);
            case Command.Transfer c -> outcome(stock.transfer(c, next()), "StockTransferred");
            case Command.Count count -> count(count);
            case Command.Return back -> giveBack(back);
            case Command.Block c -> outcome(stock.block(c), "StockBlocked");
            case Command.Unblock c -> outcome(stock.unblock(c), "StockUnblocked");
            case Command.WriteOff c -> outcome(stock.writeOff(c, next()), "StockWrittenOff");
        };
    }

    private Outcome register(Command.Register register) {
        if (version > 0) {
            return Refused.of(Problem.ALREADY_REGISTERED);
        }
        name = register.name();
        sku = register.sku();
        move(register.warehouseId(), register.initialQuantity());
        return recorded("ProductRegistered");
    }

    private Outcome reserve(Command.Reserve reserve) {
        if (openQuantity(reserve.orderId()) > 0) {
            return new Refused(Problem.RESERVATION_EXISTS, Map.of("orderId", reserve.orderId()));
        }
        if (reserve.quantity() < 1) {
            return Refused.invalidQuantity(reserve.quantity());
        }
        if (reserve.quantity() > available()) {
            return new Refused(
                    Problem.INSUFFICIENT_STOCK,
                    Map.of("available", available(), "requested", reserve.quantity()));
        }
        reserved += reserve.quantity();
        reservations
                .computeIfAbsent(reserve.orderId(), order -> new ReservationModel())
                .open(reserve.quantity());
        return recorded("StockReserved");
    }

    private Outcome cancel(Command.Cancel cancel) {
        if (openQuantity(cancel.orderId()) == 0) {
            return Refused.of(Problem.RESERVATION_NOT_FOUND);
        }
        reserved -= reservation(cancel.orderId()).cancel();
        return recorded("ReservationCancelled");
    }

    private Outcome ship(Command.Ship ship) {
        long open = openQuantity(ship.orderId());
        if (open == 0) {
            return Refused.of(Problem.RESERVATION_NOT_FOUND);
        }
        if (ship.quantity() < 1 || ship.quantity() > open) {
            return Refused.invalidQuantity(ship.quantity());
        }
        Refused refused =
                StockModel.taking(
                        ship.warehouseId(), ship.quantity(), unblocked(ship.warehouseId()));
        if (refused != null) {
            return refused;
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
        if (adjust.newQuantity() < held) {
            long newTotal = total() - held + adjust.newQuantity();
            if (newTotal - blocked() < reserved) {
                return new Refused(
                        Problem.WOULD_OVERSELL, Map.of("reserved", reserved, "newTotal", newTotal));
            }
            if (adjust.newQuantity() < stock.blocked(adjust.warehouseId())) {
                return new Refused(
                        Problem.WOULD_OVERSELL,
                        Map.of(
                                "reserved",
                                0L,
                                "newTotal",
                                newTotal,
                                "warehouseId",
                                adjust.warehouseId()));
            }
        }
        move(adjust.warehouseId(), adjust.newQuantity() - held);
        return recorded("StockAdjusted");
    }

    /**
     * Adds the changes in that warehouse after the counted version to the counted quantity. No more
     * can be blocked than is there.
     */
    private Outcome count(Command.Count count) {
        String warehouse = count.warehouseId();
        long movedSince = stock.movedSince(count.asOfVersion(), warehouse);
        long now = Math.max(0, count.countedQuantity() + movedSince);
        stock.block(warehouse, Math.min(0, now - stock.blocked(warehouse)));
        move(warehouse, now - held(warehouse));
        return recorded("StockAdjusted");
    }

    private Outcome giveBack(Command.Return back) {
        ReservationModel line = reservations.get(back.orderId());
        long shipped = line == null ? 0 : line.shipped();
        if (line == null || shipped == 0) {
            return Refused.of(Problem.SHIPMENT_NOT_FOUND);
        }
        if (back.quantity() < 1) {
            return Refused.invalidQuantity(back.quantity());
        }
        if (back.quantity() > shipped - line.returned()) {
            return new Refused(
                    Problem.INVALID_QUANTITY,
                    Map.of(
                            "quantity", back.quantity(),
                            "shipped", shipped,
                            "returned", line.returned()));
        }
        line.giveBack(back.quantity());
        move(back.warehouseId(), back.quantity());
        stock.block(back.warehouseId(), back.blocked() ? back.quantity() : 0);
        return recorded("StockReturned");
    }

    private Outcome outcome(@Nullable Refused refused, String eventType) {
        return refused != null ? refused : recorded(eventType);
    }

    private Recorded recorded(String eventType) {
        version++;
        return new Recorded(eventType, version);
    }

    private void move(String warehouseId, long change) {
        stock.move(warehouseId, change, next());
    }

    /** The version with the next event. */
    private long next() {
        return version + 1;
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
        return stock.total();
    }

    /** Returns the quantity on hand that is not for sale. */
    long blocked() {
        return stock.blocked();
    }

    long reserved() {
        return reserved;
    }

    long available() {
        return Math.max(0, total() - blocked() - reserved);
    }

    long shortfall() {
        return Math.max(0, reserved - (total() - blocked()));
    }

    long held(String warehouseId) {
        return stock.held(warehouseId);
    }

    long blocked(String warehouseId) {
        return stock.blocked(warehouseId);
    }

    /** Returns the quantity in a warehouse that is for sale. */
    long unblocked(String warehouseId) {
        return stock.unblocked(warehouseId);
    }

    /** Returns the quantity of each warehouse, in the order of the ids. */
    Map<String, Long> warehouses() {
        return Collections.unmodifiableMap(stock.byWarehouse());
    }

    /** Returns the blocked quantity of each warehouse that has ever had any. */
    Map<String, Long> blockedByWarehouse() {
        return Collections.unmodifiableMap(stock.blockedByWarehouse());
    }

    /** Returns the quantity shipped for the order that has not come back. */
    long returnable(String orderId) {
        ReservationModel line = reservations.get(orderId);
        return line == null ? 0 : line.shipped() - line.returned();
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
