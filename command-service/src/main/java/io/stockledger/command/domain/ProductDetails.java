package io.stockledger.command.domain;

/** The state of a product that is neither stock nor a reservation. */
public record ProductDetails(String name, String sku, StockPolicy policy, boolean archived) {

    /** The details before the registration. */
    static final ProductDetails NONE = named("", "");

    /** The details of a product without a policy. */
    public static ProductDetails named(String name, String sku) {
        return new ProductDetails(name, sku, StockPolicy.NONE, false);
    }

    ProductDetails renamed(String newName, String newSku) {
        return new ProductDetails(newName, newSku, policy, archived);
    }

    ProductDetails withPolicy(StockPolicy newPolicy) {
        return new ProductDetails(name, sku, newPolicy, archived);
    }

    ProductDetails withArchived(boolean isArchived) {
        return new ProductDetails(name, sku, policy, isArchived);
    }
}
