package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be asked for a whole order. It is decided on all its products at once, and recorded for
 * all of them or for none.
 */
public sealed interface OrderCommand extends Command {

    String orderId();

    /** How many lines an order may have. */
    int LINES_MAX = 2_000;

    /**
     * Promises a basket to an order. Lines that name the same product are added up.
     *
     * @param expiresInSeconds for how long, from the moment of the decision; null for until it is
     *     shipped or cancelled
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

    /** So much of a product. */
    record Line(String productId, long quantity) {}

    /** What becomes of a basket that is not to be had as a whole. */
    enum Policy {
        /** The whole basket is refused. */
        ALL_OR_NOTHING,
        /** What there is is granted; a basket of which there is nothing at all is refused. */
        PARTIAL
    }

    /**
     * Gives back what an order still holds.
     *
     * @param productIds the products that the order has ever reserved
     */
    record CancelOrder(String orderId, Set<String> productIds) implements OrderCommand {
        @Override
        public String type() {
            return "cancel-order";
        }
    }

    /** Ships lines of an order, each out of a warehouse. */
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

    /** So much of a product out of a warehouse. */
    record Shipment(String productId, String warehouseId, long quantity) {}
}
