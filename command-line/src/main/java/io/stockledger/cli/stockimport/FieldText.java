package io.stockledger.cli.stockimport;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of the values in a row, which are those of the services. */
final class FieldText {

    static final long QUANTITY_MAX = 9_007_199_254_740_991L;

    private static final int IDENTIFIER_MAX = 128;
    private static final int NAME_MAX = 500;
    private static final int DIGITS_MAX = 16;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0*(\\d+)(\\.0+)?");
    private static final Pattern NEGATIVE_ZERO = Pattern.compile("-0+(\\.0+)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[\\d.,' ]+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private FieldText() {}

    /** A quantity, or the reason why the text is not a quantity. */
    record Quantity(long value, @Nullable String fault) {}

    /** Returns the text without white space and byte order marks at its ends. */
    static String stripped(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isSpace(text.charAt(begin))) {
            begin++;
        }
        while (begin < end && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isSpace(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == '\uFEFF';
    }

    /** Returns an identifier in normalization form NFC, without white space at its ends. */
    static String identifier(String text) {
        String stripped = stripped(text);
        return Normalizer.isNormalized(stripped, Normalizer.Form.NFC)
                ? stripped
                : Normalizer.normalize(stripped, Normalizer.Form.NFC);
    }

    /** Returns a name in which white space of any length, and line breaks, are one space. */
    static String name(String text) {
        return SPACES.matcher(stripped(text)).replaceAll(" ");
    }

    /** Returns the fault of an identifier, or null. */
    static @Nullable String identifierFault(Field field, String value) {
        if (value.isEmpty()) {
            return field + " is empty";
        }
        if (value.equals(".") || value.equals("..")) {
            return field + " is '" + value + "', which a URL cannot address";
        }
        return textFault(field, value, IDENTIFIER_MAX, true);
    }

    /** Returns the fault of a name, or null. */
    static @Nullable String nameFault(String value) {
        return value.isEmpty()
                ? Field.NAME + " is empty"
                : textFault(Field.NAME, value, NAME_MAX, false);
    }

    private static @Nullable String textFault(
            Field field, String value, int charactersMax, boolean isIdentifier) {
        if (value.codePointCount(0, value.length()) > charactersMax) {
            return "%s has more than %d characters".formatted(field, charactersMax);
        }
        int fault =
                value.codePoints()
                        .filter(
                                point ->
                                        Character.isISOControl(point)
                                                || Character.getType(point) == Character.SURROGATE
                                                || (isIdentifier
                                                        && Character.getType(point)
                                                                == Character.FORMAT))
                        .findFirst()
                        .orElse(-1);
        return fault < 0 ? null : "%s has the character U+%04X".formatted(field, fault);
    }

    /**
     * Reads a whole number from 0. Decimal places are accepted if they are 0, and so is a minus
     * sign before 0. A comma is refused, because it separates thousands in one country and decimal
     * places in another.
     */
    static Quantity quantity(String text) {
        String stripped = stripped(text);
        if (stripped.isEmpty()) {
            return new Quantity(0, "quantity is empty");
        }
        Matcher whole = WHOLE_NUMBER.matcher(stripped);
        if (whole.matches()) {
            String digits = whole.group(1);
            return digits.length() > DIGITS_MAX || Long.parseLong(digits) > QUANTITY_MAX
                    ? new Quantity(
                            0,
                            "quantity '%s' is above the limit of %d"
                                    .formatted(shown(stripped), QUANTITY_MAX))
                    : new Quantity(Long.parseLong(digits), null);
        }
        if (NEGATIVE_ZERO.matcher(stripped).matches()) {
            return new Quantity(0, null);
        }
        if (!isNumber(stripped)) {
            return new Quantity(0, "quantity '%s' is not a number".formatted(shown(stripped)));
        }
        if (stripped.startsWith("-")) {
            return new Quantity(0, "quantity '%s' is negative".formatted(shown(stripped)));
        }
        return new Quantity(
                0,
                "quantity '%s' is not a whole number in digits such as 1234 or 1234.00"
                        .formatted(shown(stripped)));
    }

    /** Whether the text is a number, which need not be a quantity. */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
