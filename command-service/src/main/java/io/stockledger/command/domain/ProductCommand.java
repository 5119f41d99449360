package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

/**
 * What can be asked of one product. Identifiers are well-formed by the time a command exists;
 * whether a quantity is allowed is decided with the rest, because the order of the refusals is part
 * of the contract.
 */
public sealed interface ProductCommand {

    String productId();

    /** The name that clients, logs and metrics know the command by. */
    String type();

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

    record ReserveStock(String productId, String orderId, long quantity) implements ProductCommand {
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
     * A past version of the product and what the counted warehouse held by the books then. That is
     * history and cannot change, so it may be looked up before the command is decided.
     *
     * @param quantity null where the product had not reached that version when it was looked up
     */
    record CountedAt(long version, @Nullable Long quantity) {}
}
