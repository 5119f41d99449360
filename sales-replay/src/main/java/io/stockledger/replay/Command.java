package io.stockledger.replay;

import org.jspecify.annotations.Nullable;

/** A command to one product, as the system of a shop sends it. It does not name the product. */
sealed interface Command {

    record Register(String name, String sku, long initialQuantity, String warehouseId)
            implements Command {}

    record Receive(String warehouseId, long quantity, String reference) implements Command {}

    record Reserve(String orderId, long quantity) implements Command {}

    record Cancel(String orderId) implements Command {}

    record Ship(String orderId, String warehouseId, long quantity) implements Command {}

    /**
     * Sets the quantity that a warehouse holds.
     *
     * @param oldQuantity the quantity that the shop expects in the warehouse, or null for any
     */
    record Adjust(String warehouseId, long newQuantity, String reason, @Nullable Long oldQuantity)
            implements Command {}

    record Transfer(String fromWarehouseId, String toWarehouseId, long quantity, String reference)
            implements Command {}

    /**
     * Takes goods back that were shipped for an order.
     *
     * @param blocked whether they are not for sale until they are inspected
     */
    record Return(String orderId, String warehouseId, long quantity, String reason, boolean blocked)
            implements Command {}

    record Block(String warehouseId, long quantity, String reason) implements Command {}

    record Unblock(String warehouseId, long quantity, String reason) implements Command {}

    /**
     * Gives goods up.
     *
     * @param blocked whether they were blocked before
     */
    record WriteOff(String warehouseId, long quantity, String reason, boolean blocked)
            implements Command {}

    record Count(String warehouseId, long countedQuantity, String reference, long asOfVersion)
            implements Command {}

    /** Returns the word for this kind of command in the summary. */
    default String label() {
        return switch (this) {
            case Register _ -> "register";
            case Receive _ -> "receive";
            case Reserve _ -> "reserve";
            case Cancel _ -> "cancel";
            case Ship _ -> "ship";
            case Adjust _ -> "adjust";
            case Transfer _ -> "transfer";
            case Return _ -> "return";
            case Block _ -> "block";
            case Unblock _ -> "unblock";
            case WriteOff _ -> "write off";
            case Count _ -> "count";
        };
    }
}
