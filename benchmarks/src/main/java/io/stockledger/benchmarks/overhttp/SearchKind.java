package io.stockledger.benchmarks.overhttp;

import java.util.SplittableRandom;

/**
 * The kinds of searches, on products that {@link PublishedProducts} has named "Product number 4711"
 * with the SKU "SKU-4711". Numbers are chosen at random, so that searches of one kind find other
 * products each time.
 */
enum SearchKind {
    FREQUENT_WORD("frequent-word", "a word that every product has"),
    RARE_WORD("rare-word", "a word of one product"),
    TWO_WORDS("two-words", "two words of some hundred products"),
    PART_OF_SKU("part-of-sku", "the beginning of some hundred SKUs"),
    NO_MATCH("no-match", "a word that no product has"),
    BY_NAME("by-name", "a word of some thousand products, by name"),
    NEXT_PAGE("next-page", "the next page of a word that every product has");

    /** The names of a million products have numbers of up to six digits. */
    private static final int SIX_DIGITS = 100_000;

    private static final int FOUR_DIGITS = 1_000;
    private static final int THREE_DIGITS = 100;
    private static final int RADIX = 10;

    private static final String EVERYWHERE = "product";

    private final String id;
    private final String text;

    SearchKind(String id, String text) {
        this.id = id;
        this.text = text;
    }

    String id() {
        return id;
    }

    String text() {
        return text;
    }

    /** Whether a search of this kind finds products. */
    boolean finds() {
        return this != NO_MATCH;
    }

    /** Whether the page is sorted by name instead of by product id. */
    boolean isByName() {
        return this == BY_NAME;
    }

    /** Returns the words of a search, separated by a space. */
    String words(SplittableRandom random) {
        return switch (this) {
            case FREQUENT_WORD, NEXT_PAGE -> EVERYWHERE;
            case RARE_WORD -> number(SIX_DIGITS, random);
            case TWO_WORDS -> "number " + number(FOUR_DIGITS, random);
            case PART_OF_SKU -> "sku-" + number(FOUR_DIGITS, random);
            case NO_MATCH -> "kettle";
            case BY_NAME -> number(THREE_DIGITS, random);
        };
    }

    /** A number that does not begin with a zero. */
    private static String number(int smallest, SplittableRandom random) {
        return Integer.toString(random.nextInt(smallest, RADIX * smallest));
    }
}
