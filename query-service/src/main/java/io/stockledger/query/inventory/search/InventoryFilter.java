package io.stockledger.query.inventory.search;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The conditions that the products of a page meet. A condition that is null, or an empty list,
 * admits every product.
 *
 * @param words {@code LIKE} patterns that all match the name, sku or id, see {@link SearchText}
 * @param sku the exact sku
 * @param warehouseId a warehouse with more than 0 of the product
 * @param inStock true: available stock above 0; false: available stock of 0
 * @param availableBelow available stock below this
 */
public record InventoryFilter(
        List<String> words,
        @Nullable String sku,
        @Nullable String warehouseId,
        @Nullable Boolean inStock,
        @Nullable Long availableBelow) {

    /** Whether a condition is on available stock. */
    boolean isByAvailable() {
        return inStock != null || availableBelow != null;
    }
}
