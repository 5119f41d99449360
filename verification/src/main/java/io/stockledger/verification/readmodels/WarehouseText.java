package io.stockledger.verification.readmodels;

import tools.jackson.databind.json.JsonMapper;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The quantities by warehouse in a {@code jsonb} column. */
final class WarehouseText {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private WarehouseText() {}

    static SortedMap<String, Long> read(String json) {
        var quantities = new TreeMap<String, Long>();
        MAPPER.readTree(json)
                .forEachEntry((id, quantity) -> quantities.put(id, quantity.longValue()));
        return quantities;
    }

    /**
     * Whether the text has these quantities. The usual text, in the order of the map, is compared
     * without a JSON reader.
     */
    static boolean isEqual(String json, SortedMap<String, Long> quantities) {
        return json.contentEquals(usual(quantities)) || read(json).equals(quantities);
    }

    /** The text of Postgres for ids that need no escape and have the same length. */
    private static StringBuilder usual(SortedMap<String, Long> quantities) {
        var text = new StringBuilder("{");
        Iterator<Map.Entry<String, Long>> entries = quantities.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Long> entry = entries.next();
            text.append('"').append(entry.getKey()).append("\": ").append(entry.getValue());
            if (entries.hasNext()) {
                text.append(", ");
            }
        }
        return text.append('}');
    }
}
