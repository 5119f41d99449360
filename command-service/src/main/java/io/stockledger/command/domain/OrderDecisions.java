package io.stockledger.command.domain;

import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.Refusal.ProductNotFound;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
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
            case ReserveOrder c -> OrderReservationDecisions.reserve(products, c, now);
            case ChangeOrder c -> OrderReservationDecisions.change(products, c, now);
            case CancelOrder c -> OrderReservationDecisions.cancel(products, c, now);
            case ReassignOrder c -> OrderReservationDecisions.reassign(products, c, now);
            case ShipOrder c -> OrderShipmentDecisions.ship(products, c, now);
            case SellOrder c -> OrderShipmentDecisions.sell(products, c, now);
            case ReturnOrder c -> OrderShipmentDecisions.giveBack(products, c);
        };
    }

    /** Refuses a command that names a product that is not registered. */
    static @Nullable Refusal notFound(
            Map<String, Product> products, Collection<String> productIds) {
        for (String productId : productIds) {
            if (!product(products, productId).isRegistered()) {
                return new ProductNotFound(productId);
            }
        }
        return null;
    }

    static Product product(Map<String, Product> products, String productId) {
        return Objects.requireNonNull(products.get(productId), "a product of the order is missing");
    }
}
