package io.stockledger.query.inventory;

import io.stockledger.query.changes.ChangeQueries.Head;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a stream's event, {@code 0f3a91bc.42}: whose numbers these are, and up to which. */
final class StreamPosition {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8})\\.([0-9]{1,18})");

    private StreamPosition() {}

    static String text(String feedId, long number) {
        return feedId + "." + number;
    }

    /** What {@link #text} wrote; null where it did not. */
    static @Nullable Head read(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? new Head(matcher.group(1), Long.parseLong(matcher.group(2)))
                : null;
    }
}
