package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;

/** A product in memory and what the cache notes of it. Only the loop's thread touches it. */
final class CachedProduct {

    private final Product product;

    /** How many reservations it had when it was last weighed. */
    int reservations;

    /** How many batches hold decisions on it that are not durable yet; then it must stay. */
    int batches;

    /** The round of confirmations that it was confirmed in; 0 for none. */
    long confirmedIn;

    CachedProduct(Product product) {
        this.product = product;
    }

    Product product() {
        return product;
    }
}
