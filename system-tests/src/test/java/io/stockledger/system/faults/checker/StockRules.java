package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.checker.StockState.Held;
import io.stockledger.system.faults.checker.StockState.Warehouse;
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

import java.time.Instant;
import java.util.Objects;

/** The rules of the contract for one product without reservations that end by themselves. */
final class StockRules {

    private static final String INSUFFICIENT_STOCK = "insufficient-stock";

    /** Any instant: no reservation has an end. */
    private static final Instant NOW = Instant.EPOCH;

    private StockRules() {}

    /**
     * The decision on a command.
     *
     * @param next the state afterwards, or null if the command is refused
     * @param problem the name of the refusal
     * @param available the quantity that a refusal for stock names; -1 for other refusals
     */
    record Ruling(@Nullable StockState next, String problem, long available) {

        /** Accepts the command with one event. */
        static Ruling accepted(StockState changed) {
            return new Ruling(changed.next(), "", -1);
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
                    : Ruling.accepted(state.withStock(c.warehouseId(), c.quantity(), 0));
        }
        if (state.version() == 0) {
            return Ruling.refused("product-not-found");
        }
        return switch (command) {
            case Register _ -> throw new IllegalStateException("decided above");
            case Receive c -> Ruling.accepted(state.withStock(c.warehouseId(), c.quantity(), 0));
            case Reserve c -> reserve(state, c.orderId(), c.quantity());
            case ReserveOrder c ->
                    reserve(state, c.orderId(), Objects.requireNonNull(c.lines().get(productId)));
            case Cancel c -> cancel(state, c.orderId());
            case CancelOrder c -> cancel(state, c.orderId());
            case Ship c -> ship(state, c);
            case Adjust c -> adjust(state, c);
            case Count c -> Ruling.accepted(state.withQuantity(c.warehouseId(), c.quantity()));
            case Transfer c -> transfer(state, c);
        };
    }

    private static Ruling reserve(StockState state, String orderId, long quantity) {
        if (state.reservations().containsKey(orderId)) {
            return Ruling.refused("reservation-exists");
        }
        long promisable = state.promisable(NOW);
        return quantity > promisable
                ? Ruling.shortOf(promisable)
                : Ruling.accepted(state.withReservation(orderId, new Held(quantity, null, null)));
    }

    private static Ruling cancel(StockState state, String orderId) {
        return state.reservations().containsKey(orderId)
                ? Ruling.accepted(state.withReservation(orderId, null))
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
        long free = state.free(c.warehouseId(), c.orderId(), NOW);
        return c.quantity() > free
                ? Ruling.shortOf(free)
                : Ruling.accepted(state.withShipment(c.orderId(), c.warehouseId(), c.quantity()));
    }

    /** Refuses a lower quantity that leaves less than is promised. */
    private static Ruling adjust(StockState state, Adjust c) {
        Warehouse before = state.in(c.warehouseId());
        StockState after = state.withQuantity(c.warehouseId(), c.newQuantity());
        long promised =
                after.total() - state.blocked() + state.terms().backorderLimit() - state.reserved();
        long bound = before.unblocked() - state.free(c.warehouseId(), "", NOW);
        boolean lowers = c.newQuantity() < before.onHand();
        return lowers && (promised < 0 || c.newQuantity() < before.blocked() + bound)
                ? Ruling.refused("would-oversell")
                : Ruling.accepted(after);
    }

    private static Ruling transfer(StockState state, Transfer c) {
        long free = state.free(c.from(), "", NOW);
        return c.quantity() > free
                ? Ruling.shortOf(free)
                : Ruling.accepted(
                        state.withStock(c.from(), -c.quantity(), 0)
                                .withStock(c.to(), c.quantity(), 0));
    }
}
