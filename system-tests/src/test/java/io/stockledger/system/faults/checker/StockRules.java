package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.checker.StockState.Held;
import io.stockledger.system.faults.history.StockCommand;
import io.stockledger.system.faults.history.StockCommand.Adjust;
import io.stockledger.system.faults.history.StockCommand.Cancel;
import io.stockledger.system.faults.history.StockCommand.CancelOrder;
import io.stockledger.system.faults.history.StockCommand.Count;
import io.stockledger.system.faults.history.StockCommand.Receive;
import io.stockledger.system.faults.history.StockCommand.Register;
import io.stockledger.system.faults.history.StockCommand.Reserve;
import io.stockledger.system.faults.history.StockCommand.ReserveOrder;
import io.stockledger.system.faults.history.StockCommand.Ship;
import io.stockledger.system.faults.history.StockCommand.Transfer;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** The rules of the contract for one product without reservations that end by themselves. */
final class StockRules {

    private static final String INSUFFICIENT_STOCK = "insufficient-stock";

    private StockRules() {}

    /**
     * The decision on a command.
     *
     * @param next the state afterwards, or null if the command is refused
     * @param problem the name of the refusal
     * @param available the quantity that a refusal for stock names; -1 for other refusals
     */
    record Ruling(@Nullable StockState next, String problem, long available) {

        static Ruling accepted(StockState next) {
            return new Ruling(next, "", -1);
        }

        static Ruling refused(String problem) {
            return new Ruling(null, problem, -1);
        }

        static Ruling shortOf(long available) {
            return new Ruling(null, INSUFFICIENT_STOCK, available);
        }
    }

    /** Decides the part of the command that is about this product. */
    static Ruling decide(StockState state, StockCommand command, String productId) {
        if (command instanceof Register c) {
            return state.version() > 0
                    ? Ruling.refused("already-registered")
                    : Ruling.accepted(state.withStock(c.warehouseId(), c.quantity()));
        }
        if (state.version() == 0) {
            return Ruling.refused("product-not-found");
        }
        return switch (command) {
            case Register _ -> throw new IllegalStateException("decided above");
            case Receive c -> Ruling.accepted(state.withStock(c.warehouseId(), c.quantity()));
            case Reserve c -> reserve(state, c.orderId(), c.quantity());
            case ReserveOrder c ->
                    reserve(state, c.orderId(), Objects.requireNonNull(c.lines().get(productId)));
            case Cancel c -> cancel(state, c.orderId());
            case CancelOrder c -> cancel(state, c.orderId());
            case Ship c -> ship(state, c);
            case Adjust c ->
                    state.total() - state.in(c.warehouseId()) + c.newQuantity() < state.reserved()
                            ? Ruling.refused("would-oversell")
                            : set(state, c.warehouseId(), c.newQuantity());
            case Count c -> set(state, c.warehouseId(), c.quantity());
            case Transfer c -> transfer(state, c);
        };
    }

    private static Ruling reserve(StockState state, String orderId, long quantity) {
        if (state.reservations().containsKey(orderId)) {
            return Ruling.refused("reservation-exists");
        }
        return quantity > state.available()
                ? Ruling.shortOf(state.available())
                : Ruling.accepted(state.withReservation(orderId, quantity, null));
    }

    private static Ruling cancel(StockState state, String orderId) {
        return state.reservations().containsKey(orderId)
                ? Ruling.accepted(state.withReservation(orderId, 0, null))
                : Ruling.refused("reservation-not-found");
    }

    private static Ruling ship(StockState state, Ship c) {
        Held held = state.reservations().get(c.orderId());
        if (held == null) {
            return Ruling.refused("reservation-not-found");
        }
        if (c.quantity() > held.quantity()) {
            return Ruling.refused("invalid-quantity");
        }
        if (c.quantity() > state.in(c.warehouseId())) {
            return Ruling.shortOf(state.in(c.warehouseId()));
        }
        StockState left = state.withStock(c.warehouseId(), -c.quantity());
        StockState released =
                left.withReservation(c.orderId(), held.quantity() - c.quantity(), null);
        return Ruling.accepted(
                new StockState(left.version(), released.warehouses(), released.reservations()));
    }

    private static Ruling set(StockState state, String warehouseId, long quantity) {
        return Ruling.accepted(state.withStock(warehouseId, quantity - state.in(warehouseId)));
    }

    private static Ruling transfer(StockState state, Transfer c) {
        if (c.quantity() > state.in(c.from())) {
            return Ruling.shortOf(state.in(c.from()));
        }
        StockState left = state.withStock(c.from(), -c.quantity());
        StockState moved = left.withStock(c.to(), c.quantity());
        return Ruling.accepted(
                new StockState(left.version(), moved.warehouses(), moved.reservations()));
    }
}
