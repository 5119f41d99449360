package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * A command for one product. Its identifiers are well-formed. Its quantities may have any value:
 * they are checked in the decision, because the order of the refusals is part of the contract.
 */
public sealed interface ProductCommand extends Command {

    String productId();

    @Override
    default Set<String> productIds() {
        return Set.of(productId());
    }

    record RegisterProduct(
            String productId, String name, String sku, long initialQuantity, String warehouseId)
            implements ProductCommand {
        @Override
        public String type() {
            return "register-product";
        }
    }

    record ReceiveStock(String productId, String warehouseId, long quantity, String reference)
            implements ProductCommand {
        @Override
        public String type() {
            return "receive-stock";
        }
    }

    /**
     * Reserves stock for an order.
     *
     * @param expiresInSeconds the duration of the reservation from the instant of the decision;
     *     null if it lasts until it is shipped or cancelled
     * @param extend whether to extend an existing reservation of the same quantity instead of
     *     refusing the command; requires {@code expiresInSeconds}
     */
    record ReserveStock(
            String productId,
            String orderId,
            long quantity,
            @Nullable Integer expiresInSeconds,
            boolean extend)
            implements ProductCommand {

        /** A reservation that does not lapse. */
        public ReserveStock(String productId, String orderId, long quantity) {
            this(productId, orderId, quantity, null, false);
        }

        @Override
        public String type() {
            return "reserve-stock";
        }
    }

    record CancelReservation(String productId, String orderId) implements ProductCommand {
        @Override
        public String type() {
            return "cancel-reservation";
        }
    }

    record ShipStock(String productId, String orderId, String warehouseId, long quantity)
            implements ProductCommand {
        @Override
        public String type() {
            return "ship-stock";
        }
    }

    /**
     * Sets the quantity in a warehouse.
     *
     * @param oldQuantity the quantity that the caller expects in the warehouse, or null if the
     *     caller does not state one
     */
    record AdjustStock(
            String productId,
            String warehouseId,
            long newQuantity,
            String reason,
            @Nullable Long oldQuantity)
            implements ProductCommand {
        @Override
        public String type() {
            return "adjust-stock";
        }
    }

    record TransferStock(
            String productId,
            String fromWarehouseId,
            String toWarehouseId,
            long quantity,
            String reference)
            implements ProductCommand {
        @Override
        public String type() {
            return "transfer-stock";
        }
    }

    /**
     * Records a physical count in a warehouse.
     *
     * @param asOf the version of the product at the time of the count, or null if the count is
     *     current
     */
    record CountStock(
            String productId,
            String warehouseId,
            long countedQuantity,
            String reference,
            @Nullable CountedAt asOf)
            implements ProductCommand {
        @Override
        public String type() {
            return "count-stock";
        }
    }

    /**
     * Records the expiry of those reservations that have lapsed. The service itself sends this
     * command; callers cannot. Reservations that no longer exist or that have been extended are
     * ignored.
     */
    record ExpireReservations(String productId, List<String> orderIds) implements ProductCommand {
        @Override
        public String type() {
            return "expire-reservations";
        }
    }

    /**
     * A past version of the product and the quantity in the counted warehouse at that version. Past
     * versions do not change, so the quantity can be looked up before the command is decided.
     *
     * @param quantity null if the product had not reached this version at the time of the look-up
     */
    record CountedAt(long version, @Nullable Long quantity) {}
}
