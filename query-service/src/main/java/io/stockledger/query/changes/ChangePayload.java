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
 * takes less than 8,000 bytes; a longer list is left out, and the hearer reads it from the table.
 */
record ChangePayload(long number, @Nullable Map<String, Long> versions) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int BYTES_MAX = 7_900;

    String text() {
        var json = MAPPER.createObjectNode().put("number", number);
        if (versions == null) {
            return json.toString();
        }
        String bare = json.toString();
        var listed = json.putObject("versions");
        versions.forEach(listed::put);
        String whole = json.toString();
        return whole.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX ? bare : whole;
    }

    /** What {@link #text} wrote; number 0 where the text is none of ours. */
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
