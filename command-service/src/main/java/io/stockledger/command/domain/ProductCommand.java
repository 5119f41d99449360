package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * What can be asked of one product. Identifiers are well-formed by the time a command exists;
 * whether a quantity is allowed is decided with the rest, because the order of the refusals is part
 * of the contract.
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
     * Promises stock to an order.
     *
     * @param expiresInSeconds for how long, from the moment of the decision; null for until it is
     *     shipped or cancelled
     * @param extend whether a reservation that the order holds already, of the same quantity, shall
     *     last that much longer instead; then {@code expiresInSeconds} is not null
     */
    record ReserveStock(
            String productId,
            String orderId,
            long quantity,
            @Nullable Integer expiresInSeconds,
            boolean extend)
            implements ProductCommand {

        /** A reservation without an end. */
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
     * Sets what a warehouse holds.
     *
     * @param oldQuantity what the caller believes the warehouse to hold, or null where he does not
     *     say
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
     * Records what was counted in a warehouse.
     *
     * @param asOf the moment the goods were counted, or null where that is the moment of the
     *     decision
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
     * Records what has happened by the clock already: those of the reservations that have lapsed
     * are written off. Comes from within, never from a caller, and is never refused for a
     * reservation that is gone or lasts longer now.
     */
    record ExpireReservations(String productId, List<String> orderIds) implements ProductCommand {
        @Override
        public String type() {
            return "expire-reservations";
        }
    }

    /**
     * A past version of the product and what the counted warehouse held by the books then. That is
     * history and cannot change, so it may be looked up before the command is decided.
     *
     * @param quantity null where the product had not reached that version when it was looked up
     */
    record CountedAt(long version, @Nullable Long quantity) {}
}
