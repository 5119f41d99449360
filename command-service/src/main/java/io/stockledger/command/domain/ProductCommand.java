package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
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

    /**
     * Records the arrival of goods.
     *
     * @param blocked whether they are blocked on arrival
     */
    record ReceiveStock(
            String productId, String warehouseId, long quantity, String reference, boolean blocked)
            implements ProductCommand {

        /** A receipt of goods that are for sale. */
        public ReceiveStock(String productId, String warehouseId, long quantity, String reference) {
            this(productId, warehouseId, quantity, reference, false);
        }

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
     * @param warehouseId the warehouse that it is bound to; null if it is from anywhere
     */
    record ReserveStock(
            String productId,
            String orderId,
            long quantity,
            @Nullable Integer expiresInSeconds,
            boolean extend,
            @Nullable String warehouseId)
            implements ProductCommand {

        /** A reservation from anywhere. */
        public ReserveStock(
                String productId,
                String orderId,
                long quantity,
                @Nullable Integer expiresInSeconds,
                boolean extend) {
            this(productId, orderId, quantity, expiresInSeconds, extend, null);
        }

        /** A reservation from anywhere that does not lapse. */
        public ReserveStock(String productId, String orderId, long quantity) {
            this(productId, orderId, quantity, null, false);
        }

        @Override
        public String type() {
            return "reserve-stock";
        }
    }

    /**
     * Changes a reservation.
     *
     * @param quantity the quantity that the order holds from now on, or null if it stays
     * @param expiresInSeconds the duration from the instant of the decision; null as a new value
     *     removes the end
     * @param warehouseId the warehouse that it is bound to; null as a new value removes the binding
     */
    record ChangeReservation(
            String productId,
            String orderId,
            @Nullable Long quantity,
            Edit<Integer> expiresInSeconds,
            Edit<String> warehouseId)
            implements ProductCommand {
        @Override
        public String type() {
            return "change-reservation";
        }
    }

    record CancelReservation(String productId, String orderId) implements ProductCommand {
        @Override
        public String type() {
            return "cancel-reservation";
        }
    }

    /**
     * Ships a quantity for an order.
     *
     * @param beyondReservation whether the part of the quantity that exceeds the reservation is
     *     taken from available stock
     */
    record ShipStock(
            String productId,
            String orderId,
            String warehouseId,
            long quantity,
            boolean beyondReservation)
            implements ProductCommand {

        /** A shipment of reserved stock. */
        public ShipStock(String productId, String orderId, String warehouseId, long quantity) {
            this(productId, orderId, warehouseId, quantity, false);
        }

        @Override
        public String type() {
            return "ship-stock";
        }
    }

    /**
     * Records that goods came back.
     *
     * @param blocked whether they are blocked on arrival
     * @param known the shipments of the order at a past version, or null before they are looked up
     */
    record ReturnStock(
            String productId,
            String orderId,
            String warehouseId,
            long quantity,
            String reason,
            boolean blocked,
            @Nullable ShipmentsAt known)
            implements ProductCommand, ReturnCommand {
        @Override
        public String type() {
            return "return-stock";
        }

        @Override
        public ReturnStock withShipments(Map<String, ShipmentsAt> shipments) {
            return new ReturnStock(
                    productId,
                    orderId,
                    warehouseId,
                    quantity,
                    reason,
                    blocked,
                    shipments.get(productId));
        }
    }

    /** Blocks stock in a warehouse, so that it is not for sale. */
    record BlockStock(String productId, String warehouseId, long quantity, String reason)
            implements ProductCommand {
        @Override
        public String type() {
            return "block-stock";
        }
    }

    /** Makes blocked stock in a warehouse available for sale again. */
    record UnblockStock(String productId, String warehouseId, long quantity, String reason)
            implements ProductCommand {
        @Override
        public String type() {
            return "unblock-stock";
        }
    }

    /**
     * Writes off stock in a warehouse that is broken or missing.
     *
     * @param blocked whether it is taken from the blocked stock or from the stock for sale
     */
    record WriteOffStock(
            String productId, String warehouseId, long quantity, String reason, boolean blocked)
            implements ProductCommand {
        @Override
        public String type() {
            return "write-off-stock";
        }
    }

    /**
     * Changes the name or the SKU, or both.
     *
     * @param name the new name, or null if it stays
     * @param sku the new SKU, or null if it stays
     */
    record RenameProduct(String productId, @Nullable String name, @Nullable String sku)
            implements ProductCommand {
        @Override
        public String type() {
            return "rename-product";
        }
    }

    /** Sets all values of the policy. */
    record SetStockPolicy(
            String productId, long safetyStock, long backorderLimit, @Nullable Long reorderPoint)
            implements ProductCommand {
        @Override
        public String type() {
            return "set-stock-policy";
        }
    }

    /** Archives a product: it is no longer received or sold. */
    record ArchiveProduct(String productId) implements ProductCommand {
        @Override
        public String type() {
            return "archive-product";
        }
    }

    /** Ends the archiving of a product: it is received and sold again. */
    record RestoreProduct(String productId) implements ProductCommand {
        @Override
        public String type() {
            return "restore-product";
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
     * command; callers cannot. Reservations that no longer exist or whose end has been moved are
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
