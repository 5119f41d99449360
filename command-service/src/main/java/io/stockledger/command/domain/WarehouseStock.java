package io.stockledger.command.domain;

/**
 * The stock of a product in one warehouse.
 *
 * @param onHand the quantity in the warehouse, 0 or more
 * @param blocked the part of it that is not for sale, from 0 to {@code onHand}
 */
public record WarehouseStock(long onHand, long blocked) {

    static final WarehouseStock NONE = new WarehouseStock(0, 0);

    /** The quantity that is not blocked. */
    public long unblocked() {
        return onHand - blocked;
    }

    /** Whether both quantities are possible. */
    boolean isPossible() {
        return 0 <= blocked && blocked <= onHand;
    }
}
