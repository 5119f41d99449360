package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
            return distinct(lines, Line::productId);
        }
    }

    /**
     * A quantity of a product.
     *
     * @param warehouseId the warehouse that its reservation is bound to; null if it is from
     *     anywhere
     */
    record Line(String productId, long quantity, @Nullable String warehouseId) {

        /** A quantity from anywhere. */
        public Line(String productId, long quantity) {
            this(productId, quantity, null);
        }
    }

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
    record CancelOrder(String orderId, Set<String> productIds) implements WholeOrderCommand {
        @Override
        public String type() {
            return "cancel-order";
        }

        @Override
        public CancelOrder withProductsOfOrder(Set<String> products) {
            return new CancelOrder(orderId, products);
        }
    }

    /**
     * Changes the reservations of an order: all lines or none.
     *
     * @param lines the lines to change, to add or, with quantity 0, to remove; each product once
     * @param expiresInSeconds the duration of all reservations of the order from the instant of the
     *     decision; null as a new value removes their end
     * @param heldProductIds the products that the order has ever reserved
     */
    record ChangeOrder(
            String orderId,
            List<LineChange> lines,
            Edit<Integer> expiresInSeconds,
            Set<String> heldProductIds)
            implements WholeOrderCommand {
        @Override
        public String type() {
            return "change-order";
        }

        @Override
        public ChangeOrder withProductsOfOrder(Set<String> products) {
            return new ChangeOrder(orderId, lines, expiresInSeconds, products);
        }

        @Override
        public Set<String> productIds() {
            Set<String> productIds = distinct(lines, LineChange::productId);
            productIds.addAll(heldProductIds);
            return productIds;
        }
    }

    /** The quantity and the warehouse of a line from now on. */
    record LineChange(String productId, long quantity, Edit<String> warehouseId) {}

    /**
     * Gives the reservations of an order to another order.
     *
     * @param chosenProductIds the products whose reservations move; null for all
     * @param heldProductIds the products that the order has ever reserved
     */
    record ReassignOrder(
            String orderId,
            String toOrderId,
            @Nullable Set<String> chosenProductIds,
            Set<String> heldProductIds)
            implements WholeOrderCommand {
        @Override
        public String type() {
            return "reassign-order";
        }

        @Override
        public boolean needsProductsOfOrder() {
            return chosenProductIds == null;
        }

        @Override
        public ReassignOrder withProductsOfOrder(Set<String> products) {
            return new ReassignOrder(orderId, toOrderId, chosenProductIds, products);
        }

        @Override
        public Set<String> productIds() {
            return chosenProductIds == null ? heldProductIds : chosenProductIds;
        }
    }

    /**
     * Ships lines of an order, each from a warehouse.
     *
     * @param beyondReservation whether the part of a quantity that exceeds the reservation is taken
     *     from available stock
     */
    record ShipOrder(String orderId, List<Shipment> lines, boolean beyondReservation)
            implements OrderCommand {

        /** A shipment of reserved stock. */
        public ShipOrder(String orderId, List<Shipment> lines) {
            this(orderId, lines, false);
        }

        @Override
        public String type() {
            return "ship-order";
        }

        @Override
        public Set<String> productIds() {
            return distinct(lines, Shipment::productId);
        }
    }

    /** A quantity of a product from a warehouse. */
    record Shipment(String productId, String warehouseId, long quantity) {}

    /** Reserves and ships lines at once: a sale over the counter. */
    record SellOrder(String orderId, List<Shipment> lines, Policy policy) implements OrderCommand {
        @Override
        public String type() {
            return "sell-order";
        }

        @Override
        public Set<String> productIds() {
            return distinct(lines, Shipment::productId);
        }
    }

    /**
     * Records that goods of an order came back.
     *
     * @param known the shipments of the order at a past version of each product; without the
     *     products that are not looked up yet
     */
    record ReturnOrder(String orderId, List<ReturnedLine> lines, Map<String, ShipmentsAt> known)
            implements OrderCommand, ReturnCommand {
        @Override
        public String type() {
            return "return-order";
        }

        @Override
        public Set<String> productIds() {
            return distinct(lines, ReturnedLine::productId);
        }

        @Override
        public ReturnOrder withShipments(Map<String, ShipmentsAt> shipments) {
            return new ReturnOrder(orderId, lines, shipments);
        }
    }

    /**
     * A command on everything that an order has reserved. Which products these are is not part of
     * the state of a product.
     */
    sealed interface WholeOrderCommand extends OrderCommand {

        /** Whether its decision needs all products that the order has ever reserved. */
        default boolean needsProductsOfOrder() {
            return true;
        }

        /** The command with the products that the order has ever reserved. */
        OrderCommand withProductsOfOrder(Set<String> products);
    }

    /** A quantity of a product that came back into a warehouse. */
    record ReturnedLine(
            String productId, String warehouseId, long quantity, String reason, boolean blocked) {}

    private static <T> Set<String> distinct(List<T> lines, Function<T, String> productId) {
        return lines.stream().map(productId).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
