package io.stockledger.query.changes;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A change as the text of a notification: {@code {"number": 12, "versions": {"mug": 3}}}. Postgres
 * limits the text to less than 8,000 bytes; a longer list is left out, and the listener reads the
 * change from the table.
 *
 * @param versions null if the list is left out
 */
record ChangePayload(long number, @Nullable Map<String, Long> versions) {

    /** The text before the number, which the database inserts. */
    static final String BEFORE_NUMBER = "{\"number\":";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int BYTES_MAX = 7_900;

    /** The text after the number. */
    static String afterNumber(@Nullable Map<String, Long> versions) {
        if (versions == null) {
            return "}";
        }
        var listed = MAPPER.createObjectNode();
        versions.forEach(listed::put);
        String rest = ",\"versions\":" + listed + "}";
        return rest.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX ? "}" : rest;
    }

    /** Reads the text; the number is 0 if the text is not that of a change. */
    static ChangePayload read(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            JsonNode listed = json.get("versions");
            if (listed == null) {
                return new ChangePayload(json.path("number").asLong(0), null);
            }
            var versions = new HashMap<String, Long>();
            listed.properties().forEach(v -> versions.put(v.getKey(), v.getValue().asLong(0)));
            return new ChangePayload(json.path("number").asLong(0), versions);
        } catch (JacksonException _) {
            return new ChangePayload(0, null);
        }
    }
}
