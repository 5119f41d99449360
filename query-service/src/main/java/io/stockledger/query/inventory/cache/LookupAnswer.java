package io.stockledger.query.inventory.cache;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The answer to a lookup, {@code {"items": [...], "missing": [...]}}, composed of cached answers.
 * Items and missing ids are in the order of the request, and a repeated id is repeated.
 */
public final class LookupAnswer {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int ITEM_BYTES = 256;

    private LookupAnswer() {}

    /** The answer as JSON. */
    public static byte[] of(List<String> productIds, Map<String, CachedAnswer> found)
            throws IOException {
        var out = new ByteArrayOutputStream(productIds.size() * ITEM_BYTES);
        var missing = new ArrayList<String>();
        String separator = "{\"items\":[";
        for (String productId : productIds) {
            CachedAnswer answer = found.get(productId);
            if (answer == null) {
                missing.add(productId);
                continue;
            }
            out.write(separator.getBytes(StandardCharsets.UTF_8));
            answer.writeTo(out);
            separator = ",";
        }
        String beginning = missing.size() == productIds.size() ? separator : "";
        out.write((beginning + "],\"missing\":").getBytes(StandardCharsets.UTF_8));
        out.write(MAPPER.writeValueAsBytes(missing));
        out.write('}');
        return out.toByteArray();
    }
}
