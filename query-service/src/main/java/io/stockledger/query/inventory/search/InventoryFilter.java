package io.stockledger.query.inventory.search;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
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
 * @param archived true: only archived products; false: only others
 * @param asOf the instant at which the products met the other conditions, as the caller gave it; it
 *     may be in the future, which stands for now
 */
public record InventoryFilter(
        List<String> words,
        @Nullable String sku,
        @Nullable String warehouseId,
        @Nullable Boolean inStock,
        @Nullable Long availableBelow,
        @Nullable Boolean archived,
        @Nullable Instant asOf) {

    /** The conditions on the products of now. */
    public InventoryFilter(
            List<String> words,
            @Nullable String sku,
            @Nullable String warehouseId,
            @Nullable Boolean inStock,
            @Nullable Long availableBelow,
            @Nullable Boolean archived) {
        this(words, sku, warehouseId, inStock, availableBelow, archived, null);
    }

    /** The values of the request parameter {@code archived}. */
    public static final List<String> ARCHIVED_WORDS = List.of("false", "true", "any");

    /** The condition for a value of the request parameter; null for {@code any}. */
    public static @Nullable Boolean archived(@Nullable String word) {
        return "any".equals(word) ? null : Boolean.valueOf(word);
    }

    /** Whether a condition is on available stock. */
    boolean isByAvailable() {
        return inStock != null || availableBelow != null;
    }
}
