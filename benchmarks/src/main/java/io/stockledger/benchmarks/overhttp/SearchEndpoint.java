package io.stockledger.benchmarks.overhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The search of the query service and its baseline, which answer the same searches. */
enum SearchEndpoint {

    /** The list of the query service, with its cursor. */
    SERVICE(
            "/v1/inventory?q=%s",
            "&sort=name", "&cursor=%s", Pattern.compile("\"nextCursor\":\"([^\"]+)\"")),

    /** The bare select, which continues after the last product of the page before. */
    SELECT(
            ReadBaselines.SEARCH + "?q=%s",
            "&sort=name",
            "&after=%s",
            Pattern.compile(".*\"productId\":\"([^\"]+)\""));

    private final String search;
    private final String byName;
    private final String after;
    private final Pattern next;

    SearchEndpoint(String search, String byName, String after, Pattern next) {
        this.search = search;
        this.byName = byName;
        this.after = after;
        this.next = next;
    }

    /**
     * Returns the target of a request.
     *
     * @param continued the place at which the page before has ended; null for the first page
     */
    String path(SearchKind kind, String words, @Nullable String continued) {
        return search.formatted(URLEncoder.encode(words, UTF_8))
                + (kind.isByName() ? byName : "")
                + (continued == null ? "" : after.formatted(URLEncoder.encode(continued, UTF_8)));
    }

    /** Returns the place at which the page of an answer ends; null if it is the last page. */
    @Nullable String end(String answer) {
        Matcher found = next.matcher(answer);
        return found.find() ? found.group(1) : null;
    }
}
