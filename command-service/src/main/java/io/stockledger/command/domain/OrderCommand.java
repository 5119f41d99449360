package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A command for a whole order. It is decided on all products of the order together, and recorded
 * for all of them or for none.
 */
public sealed interface OrderCommand extends Command {

    String orderId();

    /** The maximum number of lines of an order. */
    int LINES_MAX = 2_000;

    /**
     * Reserves a basket for an order. Lines that name the same product are added up.
     *
     * @param expiresInSeconds the duration of the reservation from the instant of the decision;
     *     null if it lasts until it is shipped or cancelled
     */
    record ReserveOrder(
            String orderId, List<Line> lines, @Nullable Integer expiresInSeconds, Policy policy)
            implements OrderCommand {
        @Override
        public String type() {
            return "reserve-order";
        }

        @Override
        public Set<String> productIds() {
            return lines.stream()
                    .map(Line::productId)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    /** A quantity of a product. */
    record Line(String productId, long quantity) {}

    /** The rule for a basket that is not available as a whole. */
    enum Policy {
        /** Refuses the whole basket. */
        ALL_OR_NOTHING,
        /** Grants the available quantity of each line; refuses the basket if that is 0. */
        PARTIAL
    }

    /**
     * Cancels all reservations of an order.
     *
     * @param productIds the products that the order has ever reserved
     */
    record CancelOrder(String orderId, Set<String> productIds) implements OrderCommand {
        @Override
        public String type() {
            return "cancel-order";
        }
    }

    /** Ships lines of an order, each from a warehouse. */
    record ShipOrder(String orderId, List<Shipment> lines) implements OrderCommand {
        @Override
        public String type() {
            return "ship-order";
        }

        @Override
        public Set<String> productIds() {
            return lines.stream()
                    .map(Shipment::productId)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    /** A quantity of a product from a warehouse. */
    record Shipment(String productId, String warehouseId, long quantity) {}
}
