package io.stockledger.query.inventory.search;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How text is made comparable for searching and sorting: in lower case by Unicode's rules, the same
 * for what is stored and for what is asked.
 */
public final class SearchText {

    /** Longer names sort by their beginning, so that an index row stays small. */
    static final int SORT_NAME_CHARACTERS_MAX = 128;

    private SearchText() {}

    /** Name, sku and id, one a line: no word holds a line break, so none matches across them. */
    public static String of(String name, String sku, String productId) {
        return lower(name) + '\n' + lower(sku) + '\n' + lower(productId);
    }

    public static String sortName(String name) {
        String lower = lower(name);
        return lower.codePointCount(0, lower.length()) <= SORT_NAME_CHARACTERS_MAX
                ? lower
                : lower.substring(0, lower.offsetByCodePoints(0, SORT_NAME_CHARACTERS_MAX));
    }

    /** The {@code LIKE} patterns of a question's words, all of which must match. */
    public static List<String> patterns(String question) {
        return Stream.of(question.strip().split("\\s+"))
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
