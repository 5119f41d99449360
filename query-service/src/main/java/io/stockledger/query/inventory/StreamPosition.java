package io.stockledger.query.inventory;

import io.stockledger.query.changes.ChangeQueries.Head;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a server-sent event, such as {@code 0f3a91bc.42}: the id of the change feed and the
 * number of the last change that the reader has seen.
 */
final class StreamPosition {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8})\\.([0-9]{1,18})");

    private StreamPosition() {}

    static String text(String feedId, long number) {
        return feedId + "." + number;
    }

    /** The position in a text that {@link #text} returned; null for any other text. */
    static @Nullable Head read(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? new Head(matcher.group(1), Long.parseLong(matcher.group(2)))
                : null;
    }
}
