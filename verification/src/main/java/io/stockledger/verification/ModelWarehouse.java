package io.stockledger.verification;

/**
 * The stock of a product in one warehouse, by the events. Immutable.
 *
 * @param onHand the quantity in the warehouse
 * @param blocked the part of it that is not for sale
 * @param reserved the sum of the open reservations that are bound to the warehouse, also of those
 *     past their end
 */
public record ModelWarehouse(long onHand, long blocked, long reserved) {

    static final ModelWarehouse NONE = new ModelWarehouse(0, 0, 0);

    /** The quantity that is not blocked. */
    public long unblocked() {
        return onHand - blocked;
    }
}
