package io.stockledger.query.inventory.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The orders a page can have; each has an index, and the product's id breaks ties. */
public enum InventorySort {
    PRODUCT_ID("productId", Key.PRODUCT_ID, Direction.UP),
    PRODUCT_ID_DOWN("-productId", Key.PRODUCT_ID, Direction.DOWN),
    NAME("name", Key.NAME, Direction.UP),
    NAME_DOWN("-name", Key.NAME, Direction.DOWN),
    AVAILABLE("available", Key.AVAILABLE, Direction.UP),
    AVAILABLE_DOWN("-available", Key.AVAILABLE, Direction.DOWN),
    UPDATED_AT("updatedAt", Key.UPDATED_AT, Direction.UP),
    UPDATED_AT_DOWN("-updatedAt", Key.UPDATED_AT, Direction.DOWN);

    private enum Key {
        PRODUCT_ID,
        NAME,
        AVAILABLE,
        UPDATED_AT
    }

    private enum Direction {
        UP("ASC", ">"),
        DOWN("DESC", "<");

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

    public static List<String> words() {
        return Arrays.stream(values()).map(InventorySort::word).toList();
    }

    public static InventorySort ofWord(String word) {
        return Arrays.stream(values())
                .filter(sort -> sort.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no order is called " + word));
    }

    String word() {
        return word;
    }

    boolean isByAvailable() {
        return key == Key.AVAILABLE;
    }

    /** What an item is sorted by, as a cursor holds it. */
    String keyOf(InventoryItem item) {
        return switch (key) {
            case PRODUCT_ID -> item.productId();
            case NAME -> SearchText.sortName(item.name());
            case AVAILABLE -> Long.toString(item.availableStock());
            case UPDATED_AT -> item.updatedAt().toString();
        };
    }

    /** Whether a cursor's key can be compared with the column. */
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

    /** The condition that a row comes after the cursor's. */
    String afterCondition() {
        String after = direction.comparison;
        return switch (key) {
            // Of both tables: else one of them is walked from its beginning in a merge.
            case PRODUCT_ID ->
                    "(v.product_id " + after + " :afterId AND s.product_id " + after + " :afterId)";
            case NAME -> "(s.sort_name, s.product_id) " + after + " (:afterKey, :afterId)";
            case AVAILABLE ->
                    "(v.available_stock, v.product_id) "
                            + after
                            + " (CAST(:afterKey AS bigint), :afterId)";
            case UPDATED_AT ->
                    "(v.updated_at, v.product_id) "
                            + after
                            + " (CAST(:afterKey AS timestamptz), :afterId)";
        };
    }

    /** The columns and directions to sort the two tables by. */
    String orderBy() {
        return orderBy("v.", "s.");
    }

    /** The same over the rows of a page, which have the columns of both. */
    String orderOfPage() {
        return orderBy("p.", "p.");
    }

    private String orderBy(String view, String search) {
        String way = direction.word;
        return switch (key) {
            case PRODUCT_ID -> view + "product_id " + way;
            case NAME -> search + "sort_name " + way + ", " + search + "product_id " + way;
            case AVAILABLE -> view + "available_stock " + way + ", " + view + "product_id " + way;
            case UPDATED_AT -> view + "updated_at " + way + ", " + view + "product_id " + way;
        };
    }
}
