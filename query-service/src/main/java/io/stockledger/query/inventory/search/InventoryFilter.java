package io.stockledger.query.inventory.search;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Which products a page shows; null and an empty list mean any.
 *
 * @param words all of them must be in name, sku or id, also as parts of words
 * @param warehouseId holds more than 0 of it
 * @param inStock whether any is available
 * @param availableBelow fewer than that many are available
 */
public record InventoryFilter(
        List<String> words,
        @Nullable String sku,
        @Nullable String warehouseId,
        @Nullable Boolean inStock,
        @Nullable Long availableBelow) {}
