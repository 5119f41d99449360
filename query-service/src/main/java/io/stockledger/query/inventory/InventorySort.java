package io.stockledger.query.inventory;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The orders a page can have; each has an index, and the product's id breaks ties. */
enum InventorySort {
    PRODUCT_ID("productId", "v.product_id", "v", "text", false, InventoryItem::productId),
    PRODUCT_ID_DOWN("-productId", "v.product_id", "v", "text", true, InventoryItem::productId),
    NAME("name", "s.sort_name", "s", "text", false, i -> SearchText.sortName(i.name())),
    NAME_DOWN("-name", "s.sort_name", "s", "text", true, i -> SearchText.sortName(i.name())),
    AVAILABLE("available", "v.available_stock", "v", "bigint", false, i -> "" + i.availableStock()),
    AVAILABLE_DOWN(
            "-available", "v.available_stock", "v", "bigint", true, i -> "" + i.availableStock()),
    UPDATED_AT("updatedAt", "v.updated_at", "v", "timestamptz", false, i -> "" + i.updatedAt()),
    UPDATED_AT_DOWN(
            "-updatedAt", "v.updated_at", "v", "timestamptz", true, i -> "" + i.updatedAt());

    private final String word;
    private final String column;
    private final String table;
    private final String type;
    private final boolean down;
    private final Function<InventoryItem, String> key;

    InventorySort(
            String word,
            String column,
            String table,
            String type,
            boolean down,
            Function<InventoryItem, String> key) {
        this.word = word;
        this.column = column;
        this.table = table;
        this.type = type;
        this.down = down;
        this.key = key;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(InventorySort::word).toList();
    }

    static InventorySort ofWord(String word) {
        return Arrays.stream(values())
                .filter(sort -> sort.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no order is called " + word));
    }

    String word() {
        return word;
    }

    /** What an item is sorted by, as a cursor holds it. */
    String keyOf(InventoryItem item) {
        return key.apply(item);
    }

    /** Whether a cursor's key can be compared with the column. */
    boolean accepts(String keyText) {
        try {
            switch (type) {
                case "bigint" -> Long.parseLong(keyText);
                case "timestamptz" -> Instant.parse(keyText);
                default -> {
                    return true;
                }
            }
            return true;
        } catch (NumberFormatException | DateTimeException e) {
            return false;
        }
    }

    /** The condition that a row comes after the cursor's. */
    String afterCondition() {
        if (isById()) {
            return "v.product_id %s :afterId".formatted(down ? "<" : ">");
        }
        return "(%s, %s.product_id) %s (CAST(:afterKey AS %s), :afterId)"
                .formatted(column, table, down ? "<" : ">", type);
    }

    /** The columns and directions to sort by. */
    String orderBy() {
        String direction = down ? "DESC" : "ASC";
        return isById()
                ? "v.product_id " + direction
                : "%s %s, %s.product_id %s".formatted(column, direction, table, direction);
    }

    private boolean isById() {
        return this == PRODUCT_ID || this == PRODUCT_ID_DOWN;
    }
}
