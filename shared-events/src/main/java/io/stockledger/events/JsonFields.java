package io.stockledger.events;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * Reads and writes the fields of JSON objects. A field that is missing or has another type throws
 * {@link UnreadableEventException} with the name of the field.
 */
final class JsonFields {

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonFields() {}

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new UnreadableEventException("the text is not JSON", e);
        }
    }

    static JsonNode tree(byte[] utf8) {
        try {
            return MAPPER.readTree(utf8);
        } catch (JacksonException e) {
            throw new UnreadableEventException("the record is not JSON", e);
        }
    }

    static JsonNode required(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw new UnreadableEventException("the field '" + field + "' is missing");
        }
        return value;
    }

    static String text(JsonNode node, String field) {
        JsonNode value = required(node, field);
        if (!value.isString()) {
            throw new UnreadableEventException("the field '" + field + "' is not text");
        }
        return value.stringValue();
    }

    static @Nullable String optionalText(JsonNode node, String field) {
        return node.hasNonNull(field) ? text(node, field) : null;
    }

    static void writeOptional(JsonGenerator json, String field, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(field, value);
        }
    }

    static long number(JsonNode node, String field) {
        return wholeNumber(required(node, field), "field '" + field + "'");
    }

    /** A number that is described so in the exception. */
    static long wholeNumber(JsonNode value, String described) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new UnreadableEventException("the " + described + " is not a whole number");
        }
        return value.longValue();
    }

    static Instant instant(JsonNode node, String field) {
        try {
            return Instant.parse(text(node, field));
        } catch (DateTimeException e) {
            throw new UnreadableEventException("the field '" + field + "' is not an instant", e);
        }
    }
}
