package io.stockledger.events;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;

/**
 * Reads the values of an event from JSON and refuses those that no version of the command service
 * could have written. The bounds are those of the format and not those of today's commands, so
 * every event of an older log is still read.
 */
final class EventValues {

    /** The greatest whole number that every JSON reader represents exactly. */
    static final long WHOLE_NUMBER_MAX = (1L << 53) - 1;

    /** Far above the 128 characters that commands allow. */
    static final int ID_LENGTH_MAX = 1_000;

    /** Far above the 500 characters that commands allow. */
    static final int TEXT_LENGTH_MAX = 100_000;

    /** The years of RFC 3339. A timestamp of Postgres has a greater range. */
    private static final Instant FIRST_INSTANT = Instant.parse("0001-01-01T00:00:00Z");

    /** A later instant would be rounded to the year 10000, because timestamps have microseconds. */
    private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T23:59:59.999999Z");

    private EventValues() {}

    /** Text of up to {@value #TEXT_LENGTH_MAX} characters. */
    static String text(JsonNode node, String field) {
        return text(node, field, TEXT_LENGTH_MAX);
    }

    /** Optional text of up to {@value #TEXT_LENGTH_MAX} characters. */
    static @Nullable String optionalText(JsonNode node, String field) {
        return node.hasNonNull(field) ? text(node, field) : null;
    }

    /** An id of up to {@value #ID_LENGTH_MAX} characters without U+0000, which Postgres refuses. */
    static String id(JsonNode node, String field) {
        String id = text(node, field, ID_LENGTH_MAX);
        if (id.indexOf('\0') >= 0) {
            throw new UnreadableEventException("the field '" + field + "' contains U+0000");
        }
        return id;
    }

    /** An optional id. */
    static @Nullable String optionalId(JsonNode node, String field) {
        return node.hasNonNull(field) ? id(node, field) : null;
    }

    /** An optional boolean, which is false if it is missing. */
    static boolean flag(JsonNode node, String field) {
        if (!node.hasNonNull(field)) {
            return false;
        }
        JsonNode value = node.get(field);
        if (!value.isBoolean()) {
            throw new UnreadableEventException("the field '" + field + "' is not a boolean");
        }
        return value.booleanValue();
    }

    private static String text(JsonNode node, String field, int lengthMax) {
        String text = JsonFields.text(node, field);
        if (text.length() > lengthMax) {
            throw new UnreadableEventException(
                    "the field '"
                            + field
                            + "' has "
                            + text.length()
                            + " characters; at most "
                            + lengthMax
                            + " are read");
        }
        return text;
    }

    /** A sequence number, a position, or the quantity of a movement: from 1 on. */
    static long positive(JsonNode node, String field) {
        return number(node, field, 1);
    }

    /** The quantity in a warehouse: from 0 on. */
    static long stock(JsonNode node, String field) {
        return number(node, field, 0);
    }

    private static long number(JsonNode node, String field, long min) {
        long value = JsonFields.number(node, field);
        if (value < min || value > WHOLE_NUMBER_MAX) {
            throw new UnreadableEventException(
                    "the field '"
                            + field
                            + "' is outside "
                            + min
                            + " to "
                            + WHOLE_NUMBER_MAX
                            + ": "
                            + value);
        }
        return value;
    }

    /** An optional instant in the years 0001 to 9999. */
    static @Nullable Instant optionalInstant(JsonNode node, String field) {
        return node.hasNonNull(field) ? instant(node, field) : null;
    }

    /** An instant in the years 0001 to 9999. */
    static Instant instant(JsonNode node, String field) {
        Instant instant = JsonFields.instant(node, field);
        if (instant.isBefore(FIRST_INSTANT) || instant.isAfter(LAST_INSTANT)) {
            throw new UnreadableEventException(
                    "the field '" + field + "' is outside the years 0001 to 9999: " + instant);
        }
        return instant;
    }
}
