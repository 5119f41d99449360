package io.stockledger.http;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.function.IntPredicate;

/**
 * The rules for text in a request. They apply to requests only: events in the log are loaded with
 * any id.
 *
 * <p>An identifier
 *
 * <ul>
 *   <li>has 1 to 128 characters (code points),
 *   <li>contains no control characters, format characters (Unicode general category Cf, such as
 *       U+200B) or unpaired surrogates,
 *   <li>does not begin or end with white space,
 *   <li>is in Unicode normalization form NFC,
 *   <li>is neither {@code .} nor {@code ..}, which a URL cannot hold as a path segment (RFC 3986,
 *       5.2.4).
 * </ul>
 *
 * <p>So two identifiers that look alike because of invisible characters or another encoding of the
 * same letter cannot both exist. A fault names the character as {@code U+200B} and its position,
 * counted in characters from 1.
 */
public final class Identifiers {

    public static final int IDENTIFIER_CHARACTERS_MAX = 128;

    private Identifiers() {}

    /** The fault of the identifier, or null if it is well-formed. */
    public static @Nullable String fault(String value) {
        String fault = textFault(value, IDENTIFIER_CHARACTERS_MAX);
        if (fault != null) {
            return fault;
        }
        if (value.equals(".") || value.equals("..")) {
            return "must not be '.' or '..', which a URL cannot address";
        }
        if (isSpace(value.codePointAt(0)) || isSpace(value.codePointBefore(value.length()))) {
            return "must not begin or end with white space";
        }
        String format =
                characterFault(
                        value, "format character", c -> Character.getType(c) == Character.FORMAT);
        return format != null ? format : normalizationFault(value);
    }

    /**
     * The fault of free text of 1 to {@code charactersMax} characters, or null if it is
     * well-formed. It may contain any characters but control characters and unpaired surrogates.
     */
    public static @Nullable String textFault(String value, int charactersMax) {
        if (value.isEmpty()) {
            return "must not be empty";
        }
        if (value.codePointCount(0, value.length()) > charactersMax) {
            return "must have at most " + charactersMax + " characters";
        }
        String control = characterFault(value, "control character", Character::isISOControl);
        return control != null
                ? control
                : characterFault(
                        value,
                        "unpaired surrogate",
                        c -> Character.getType(c) == Character.SURROGATE);
    }

    private static @Nullable String characterFault(
            String value, String kind, IntPredicate refused) {
        int position = 1;
        for (int i = 0; i < value.length(); position++) {
            int character = value.codePointAt(i);
            if (refused.test(character)) {
                return "must not contain the "
                        + kind
                        + " "
                        + codePoint(character)
                        + " (at position "
                        + position
                        + ")";
            }
            i += Character.charCount(character);
        }
        return null;
    }

    private static @Nullable String normalizationFault(String value) {
        if (Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
            return null;
        }
        int[] given = value.codePoints().toArray();
        int[] normalized = Normalizer.normalize(value, Normalizer.Form.NFC).codePoints().toArray();
        int index = 0;
        while (index < given.length - 1
                && index < normalized.length - 1
                && given[index] == normalized[index]) {
            index++;
        }
        return "must be in Unicode normalization form NFC, which has "
                + codePoint(normalized[index])
                + " instead of "
                + codePoint(given[index])
                + " (at position "
                + (index + 1)
                + ")";
    }

    private static String codePoint(int character) {
        return String.format("U+%04X", character);
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }
}
