package io.stockledger.query.stock;

/** What a product is, as opposed to how much of it there is. */
public record ProductDetails(String name, String sku, StockPolicy policy, boolean archived) {

    /** The details before the registration. */
    public static final ProductDetails NONE = new ProductDetails("", "", StockPolicy.NONE, false);

    ProductDetails renamed(String newName, String newSku) {
        return new ProductDetails(newName, newSku, policy, archived);
    }

    ProductDetails withPolicy(StockPolicy newPolicy) {
        return new ProductDetails(name, sku, newPolicy, archived);
    }

    ProductDetails withArchived(boolean nowArchived) {
        return new ProductDetails(name, sku, policy, nowArchived);
    }
}
