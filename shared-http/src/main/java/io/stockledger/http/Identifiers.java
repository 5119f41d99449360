package io.stockledger.http;

import org.jspecify.annotations.Nullable;

/**
 * The rules for text that comes in from outside. An identifier is 1 to 128 characters (code points)
 * without control characters, unpaired surrogates or surrounding white space.
 */
public final class Identifiers {

    public static final int IDENTIFIER_CHARACTERS_MAX = 128;

    private Identifiers() {}

    /** What is wrong with the identifier, or null where it is well-formed. */
    public static @Nullable String fault(String value) {
        String fault = textFault(value, IDENTIFIER_CHARACTERS_MAX);
        if (fault != null) {
            return fault;
        }
        return isSpace(value.codePointAt(0)) || isSpace(value.codePointBefore(value.length()))
                ? "must not begin or end with white space"
                : null;
    }

    /**
     * What is wrong with free text of 1 to {@code charactersMax} characters, or null where nothing
     * is.
     */
    public static @Nullable String textFault(String value, int charactersMax) {
        if (value.isEmpty()) {
            return "must not be empty";
        }
        if (value.codePointCount(0, value.length()) > charactersMax) {
            return "must have at most " + charactersMax + " characters";
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            return "must not contain control characters";
        }
        if (value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            return "must not contain an unpaired surrogate";
        }
        return null;
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }
}
