package io.stockledger.cli.stockimport;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of Shopify's variants. Only the first row of a product has its title; the following
 * rows have the same handle and their option values. For one thread.
 */
final class ProductNames {

    private static final List<String> OPTIONS =
            List.of("Option1 Value", "Option2 Value", "Option3 Value");
    private static final String NO_OPTION = "Default Title";

    private String handle = "";
    private String title = "";

    /** Notes the title of the row's product. Called for every row, in their order. */
    void note(Cells cells) {
        String next = cells.of("Handle");
        String nextTitle = cells.of("Title");
        if (!next.equals(handle)) {
            handle = next;
            title = nextTitle;
        } else if (!nextTitle.isEmpty()) {
            title = nextTitle;
        }
    }

    /** Returns the title of the row's product and the row's option values. */
    String of(Cells cells) {
        String options =
                OPTIONS.stream()
                        .map(cells::of)
                        .filter(value -> !value.isEmpty() && !value.equals(NO_OPTION))
                        .collect(Collectors.joining(" / "));
        return Stream.of(title, options)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" - "));
    }
}
