package io.stockledger.http;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity tags of versions, and conditions on them (RFC 9110, 8.8.3 and 13.1.2). */
public final class EntityTags {

    private static final Pattern ENTITY_TAG =
            Pattern.compile("\\s*(?:W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")\\s*(?:,|$)");

    private EntityTags() {}

    /** The strong entity tag of a version: {@code "7"} with its quotes. */
    public static String ofVersion(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Whether an {@code If-None-Match} header matches the current entity tag: {@code *} matches
     * every tag, a list matches each of its members, and a weak tag matches by its text. A
     * malformed header matches nothing, so that its sender gets the whole answer.
     */
    public static boolean isNamedBy(@Nullable String ifNoneMatch, String current) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        Matcher tag = ENTITY_TAG.matcher(ifNoneMatch);
        int at = 0;
        while (at < ifNoneMatch.length() && tag.find(at) && tag.start() == at) {
            if (current.equals(tag.group(1))) {
                return true;
            }
            at = tag.end();
        }
        return false;
    }
}
