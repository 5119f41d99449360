package io.stockledger.benchmarks.overhttp;

/** The interactions that the measurement of the console does, by their names in its output. */
enum PageInteraction {
    SEARCH("typing in the search, from the last key to the rows"),
    FILTER("another filter or sort order"),
    SCROLL("scrolling by 100 rows"),
    JUMP("End and Home in the long list"),
    OPEN("opening a product"),
    BACK("going back to the list");

    private final String text;

    PageInteraction(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
