package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;

/**
 * A product in memory, with the notes that the cache and the batches keep about it. Only the loop's
 * thread uses it.
 */
final class CachedProduct {

    private final Product product;

    /** The number of reservations when the product was last weighed. */
    int reservations;

    /** The number of batches with decisions on it that are not durable yet; 0 allows eviction. */
    int batches;

    /** The number of undecided returns for which the product remembers its shipments. */
    int undecidedReturns;

    /** The round of confirmations in which its version was confirmed; 0 for none. */
    long confirmedRound;

    /** Whether the cache no longer has it, so that its reservations no longer count. */
    boolean evicted;

    CachedProduct(Product product) {
        this.product = product;
    }

    Product product() {
        return product;
    }

    /** Keeps the shipments from now on, until {@link #forgetShipments} is called as often. */
    void rememberShipments() {
        undecidedReturns++;
        product.rememberShipments();
    }

    void forgetShipments() {
        undecidedReturns--;
        if (undecidedReturns == 0) {
            product.forgetShipments();
        }
    }
}
