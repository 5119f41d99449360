package io.stockledger.query.inventory.search;

import io.stockledger.query.stock.InventoryItem;

import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The orders of a page. Each order has an index, and the product id breaks ties. */
public enum InventorySort {
    PRODUCT_ID("productId", Key.PRODUCT_ID, Direction.ASCENDING),
    PRODUCT_ID_DOWN("-productId", Key.PRODUCT_ID, Direction.DESCENDING),
    NAME("name", Key.NAME, Direction.ASCENDING),
    NAME_DOWN("-name", Key.NAME, Direction.DESCENDING),
    AVAILABLE("available", Key.AVAILABLE, Direction.ASCENDING),
    AVAILABLE_DOWN("-available", Key.AVAILABLE, Direction.DESCENDING),
    UPDATED_AT("updatedAt", Key.UPDATED_AT, Direction.ASCENDING),
    UPDATED_AT_DOWN("-updatedAt", Key.UPDATED_AT, Direction.DESCENDING);

    /** The columns of an order in {@code inventory_view} and {@code inventory_search}. */
    private enum Key {
        // The condition names both tables. If it named one, a merge join would read the other one
        // from its beginning.
        PRODUCT_ID(
                "{view}.product_id {direction}",
                "{view}.product_id {comparison} :afterId"
                        + " AND {search}.product_id {comparison} :afterId"),
        NAME(
                "{search}.name_key {direction}, {search}.product_id {direction}",
                "({search}.name_key, {search}.product_id) {comparison} (:afterKey, :afterId)"),
        AVAILABLE(
                "{view}.available_stock {direction}, {view}.product_id {direction}",
                "({view}.available_stock, {view}.product_id) {comparison}"
                        + " (CAST(:afterKey AS bigint), :afterId)"),
        UPDATED_AT(
                "{view}.updated_at {direction}, {view}.product_id {direction}",
                "({view}.updated_at, {view}.product_id) {comparison}"
                        + " (CAST(:afterKey AS timestamptz), :afterId)");

        private final String order;
        private final String after;

        Key(String order, String after) {
            this.order = order;
            this.after = after;
        }
    }

    private enum Direction {
        ASCENDING("ASC", ">"),
        DESCENDING("DESC", "<");

        private final String word;
        private final String comparison;

        Direction(String word, String comparison) {
            this.word = word;
            this.comparison = comparison;
        }
    }

    private final String word;
    private final Key key;
    private final Direction direction;

    InventorySort(String word, Key key, Direction direction) {
        this.word = word;
        this.key = key;
        this.direction = direction;
    }

    /** The values of the request parameter {@code sort}. */
    public static List<String> words() {
        return Arrays.stream(values()).map(InventorySort::word).toList();
    }

    public static InventorySort ofWord(String word) {
        return Arrays.stream(values())
                .filter(sort -> sort.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown order: " + word));
    }

    String word() {
        return word;
    }

    boolean isByName() {
        return key == Key.NAME;
    }

    boolean isById() {
        return key == Key.PRODUCT_ID;
    }

    boolean isByTime() {
        return key == Key.UPDATED_AT;
    }

    boolean isByAvailable() {
        return key == Key.AVAILABLE;
    }

    /** The sort key of an item as a cursor contains it. */
    String keyOf(InventoryItem item) {
        return switch (key) {
            case PRODUCT_ID -> item.productId();
            case NAME -> NameOrder.beginning(item.name());
            case AVAILABLE -> Long.toString(item.availableStock());
            case UPDATED_AT -> item.updatedAt().toString();
        };
    }

    /** Whether the sort key of a cursor can be compared with the column. */
    boolean accepts(String keyText) {
        try {
            return switch (key) {
                case PRODUCT_ID, NAME -> keyText.indexOf('\0') < 0;
                case AVAILABLE -> Long.parseLong(keyText) >= 0;
                case UPDATED_AT -> Instant.parse(keyText).isAfter(Instant.EPOCH);
            };
        } catch (NumberFormatException | DateTimeException e) {
            return false;
        }
    }

    /**
     * The condition for the items after the last item of a page.
     *
     * @param view the alias of the rows with the stock
     * @param search the alias of the rows with the names
     */
    SqlFragment after(InventoryCursor last, String view, String search) {
        SqlFragment condition =
                SqlFragment.of(key.after.replace("{view}", view).replace("{search}", search))
                        .insert("comparison", direction.comparison)
                        .bind("afterId", Types.VARCHAR, last.productId());
        return switch (key) {
            case PRODUCT_ID -> condition;
            case NAME -> condition.bind("afterKey", Types.BINARY, NameOrder.key(last.key()));
            case AVAILABLE, UPDATED_AT -> condition.bind("afterKey", Types.VARCHAR, last.key());
        };
    }

    /** The columns and directions by which rows of both tables are sorted. */
    String order() {
        return order("v", "s");
    }

    /** The same for the rows {@code p} of a page, which have the columns of both tables. */
    String orderOfPage() {
        return order("p", "p");
    }

    /** The same with other aliases of both rows. */
    String order(String view, String search) {
        return key.order
                .replace("{view}", view)
                .replace("{search}", search)
                .replace("{direction}", direction.word);
    }
}
