package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A known shape of stock lists: by which columns it is recognised, which column gives which field,
 * and which rows hold no stock.
 *
 * @param preset the word of {@code --preset}
 * @param title the shape in words
 * @param signature the columns that a list of this shape has, each as its possible names
 * @param columns the possible columns of each field; the first one that the list has is read
 * @param passOver the reason why a row holds no stock, or null if it does
 */
record ListShape(
        String preset,
        String title,
        List<List<String>> signature,
        Map<Field, List<String>> columns,
        Function<Cells, @Nullable String> passOver) {

    private static final String HANDLE = "Handle";
    private static final List<String> ON_HAND =
            List.of("On hand (current)", "On hand", "Available");

    static final ListShape SHOPIFY_INVENTORY =
            new ListShape(
                    "shopify",
                    "an inventory export of Shopify",
                    List.of(List.of(HANDLE), List.of("SKU"), List.of("Location"), ON_HAND),
                    Map.of(
                            Field.SKU, List.of("SKU"),
                            Field.NAME, List.of("Title"),
                            Field.QUANTITY, ON_HAND,
                            Field.WAREHOUSE, List.of("Location")),
                    cells ->
                            ON_HAND.stream()
                                            .filter(cells.header()::has)
                                            .findFirst()
                                            .map(cells::of)
                                            .filter("not stocked"::equalsIgnoreCase)
                                            .isPresent()
                                    ? "it is not stocked at this location"
                                    : null);

    static final ListShape SHOPIFY_PRODUCTS =
            new ListShape(
                    "shopify",
                    "a product export of Shopify",
                    List.of(
                            List.of(HANDLE),
                            List.of("Variant SKU"),
                            List.of("Variant Inventory Qty")),
                    Map.of(
                            Field.SKU, List.of("Variant SKU"),
                            Field.NAME, List.of("Title"),
                            Field.QUANTITY, List.of("Variant Inventory Qty")),
                    ListShape::shopifyRowWithoutStock);

    static final ListShape MAGENTO_SOURCES =
            new ListShape(
                    "magento",
                    "an export of stock sources of Magento",
                    List.of(List.of("source_code"), List.of("sku"), List.of("quantity")),
                    Map.of(
                            Field.SKU, List.of("sku"),
                            Field.QUANTITY, List.of("quantity"),
                            Field.WAREHOUSE, List.of("source_code")),
                    _ -> null);

    static final ListShape MAGENTO_PRODUCTS =
            new ListShape(
                    "magento",
                    "a product export of Magento",
                    List.of(List.of("sku"), List.of("product_type"), List.of("qty")),
                    Map.of(
                            Field.SKU, List.of("sku"),
                            Field.NAME, List.of("name"),
                            Field.QUANTITY, List.of("qty")),
                    ListShape::magentoRowWithoutStock);

    static final ListShape WOOCOMMERCE =
            new ListShape(
                    "woocommerce",
                    "a product export of WooCommerce",
                    List.of(List.of("Type"), List.of("SKU"), List.of("Name"), List.of("Stock")),
                    Map.of(
                            Field.SKU, List.of("SKU"),
                            Field.NAME, List.of("Name"),
                            Field.QUANTITY, List.of("Stock")),
                    ListShape::wooCommerceRowWithoutStock);

    static final ListShape PLAIN =
            new ListShape(
                    "plain",
                    "a plain list",
                    List.of(
                            List.of("productId", "product_id", "id", "sku"),
                            List.of("quantity", "qty", "stock")),
                    Map.of(
                            Field.PRODUCT_ID, List.of("productId", "product_id", "id"),
                            Field.SKU, List.of("sku"),
                            Field.NAME, List.of("name", "title"),
                            Field.QUANTITY, List.of("quantity", "qty", "stock"),
                            Field.WAREHOUSE, List.of("warehouse", "warehouseId", "warehouse_id")),
                    _ -> null);

    /** All shapes; the first one that matches a header is its shape. */
    static final List<ListShape> ALL =
            List.of(
                    SHOPIFY_INVENTORY,
                    SHOPIFY_PRODUCTS,
                    MAGENTO_SOURCES,
                    MAGENTO_PRODUCTS,
                    WOOCOMMERCE,
                    PLAIN);

    /** The columns of the export of stock that every version of it has. */
    private static final List<String> STOCK_EXPORT =
            List.of(
                    "productId",
                    "name",
                    "sku",
                    "totalStock",
                    "availableStock",
                    "reservedStock",
                    "availableToPromise",
                    "warehouseId",
                    "quantity",
                    "version",
                    "updatedAt");

    /** Whether the header is that of {@code ./stockledger export stock}. */
    static boolean isStockExport(Header header) {
        return STOCK_EXPORT.stream().allMatch(header::has);
    }

    /**
     * Returns the shape of a list with this header.
     *
     * @param preset the word of {@code --preset}, or null to try all
     * @param isMapped whether options name columns; then any other header is that of a plain list
     * @throws OperatorFailure if no shape matches
     */
    static ListShape of(Header header, @Nullable String preset, boolean isMapped) {
        if (preset != null && ALL.stream().noneMatch(shape -> shape.preset.equals(preset))) {
            throw new OperatorFailure(
                    "--preset: '%s' is none of shopify, magento, woocommerce and plain"
                            .formatted(preset));
        }
        Optional<ListShape> found =
                ALL.stream()
                        .filter(shape -> preset == null || shape.preset.equals(preset))
                        .filter(shape -> shape.matches(header))
                        .findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        if (isMapped) {
            return PLAIN;
        }
        throw new OperatorFailure(
                "the header is not that of %s: it has %s; name the columns with --map sku=COLUMN"
                                .formatted(
                                        preset == null
                                                ? "a known stock list"
                                                : "a " + preset + " list",
                                        header)
                        + " --map quantity=COLUMN, and the delimiter with --delimiter");
    }

    private boolean matches(Header header) {
        return signature.stream().allMatch(names -> names.stream().anyMatch(header::has));
    }

    private static @Nullable String shopifyRowWithoutStock(Cells cells) {
        if (cells.of("Variant SKU").isEmpty()
                && cells.of("Option1 Value").isEmpty()
                && cells.of("Variant Inventory Qty").isEmpty()
                && cells.of("Variant Price").isEmpty()) {
            return "it has an image and no variant";
        }
        return cells.header().has("Variant Inventory Tracker")
                        && cells.of("Variant Inventory Tracker").isEmpty()
                ? "its stock is not tracked"
                : null;
    }

    private static @Nullable String magentoRowWithoutStock(Cells cells) {
        String storeView = cells.of("store_view_code");
        if (!storeView.isEmpty()) {
            return "it is the text of the store view '" + storeView + "'";
        }
        String type = cells.of("product_type").toLowerCase(Locale.ROOT);
        return Set.of("configurable", "grouped", "bundle").contains(type)
                ? "a product of the type " + type + " has no stock of its own"
                : null;
    }

    private static @Nullable String wooCommerceRowWithoutStock(Cells cells) {
        List<String> types =
                List.of(cells.of("Type").toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1));
        String stock = cells.of("Stock");
        for (String type : List.of("variable", "grouped", "external")) {
            // A variable product may have the stock of all its variations.
            if (types.contains(type) && !(type.equals("variable") && FieldText.isNumber(stock))) {
                return "a product of the type " + type + " has no stock of its own";
            }
        }
        if (types.contains("variation") && stock.equalsIgnoreCase("parent")) {
            return "its stock is that of its parent";
        }
        return stock.isEmpty() ? "its stock is not managed" : null;
    }
}
