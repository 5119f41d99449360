package io.stockledger.query.inventory.search;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Normalizes text for searching and sorting: it converts stored text and the words of a request to
 * lower case by the same rules of Unicode.
 */
public final class SearchText {

    /** A longer name is sorted by its beginning, so that a row of the index stays small. */
    static final int SORT_NAME_CHARACTERS_MAX = 128;

    private SearchText() {}

    /** Name, sku and id, one per line. A word has no line break, so no match spans two of them. */
    public static String of(String name, String sku, String productId) {
        return lower(name) + '\n' + lower(sku) + '\n' + lower(productId);
    }

    /** The part of a name by which products are sorted. */
    public static String sortName(String name) {
        String lower = lower(name);
        return lower.codePointCount(0, lower.length()) <= SORT_NAME_CHARACTERS_MAX
                ? lower
                : lower.substring(0, lower.offsetByCodePoints(0, SORT_NAME_CHARACTERS_MAX));
    }

    /** The {@code LIKE} patterns for the words of a search; a product must match all of them. */
    public static List<String> patterns(String search) {
        return Stream.of(search.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(word -> '%' + escaped(lower(word)) + '%')
                .distinct()
                .toList();
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
