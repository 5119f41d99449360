package io.stockledger.query.stock;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.StringWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The quantities of a product by warehouse as a {@code jsonb} column: {@code {"main": 5}}. They are
 * always read with the row of the product, so a column saves a join. Thread-safe.
 */
public final class WarehouseJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private WarehouseJson() {}

    /** The value of the column. */
    public static String write(SortedMap<String, Long> warehouses) {
        StringWriter text = new StringWriter(64);
        try (JsonGenerator json = MAPPER.createGenerator(text)) {
            json.writeStartObject();
            warehouses.forEach(json::writeNumberProperty);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** The quantities of a value that {@link #write} returned. */
    public static SortedMap<String, Long> read(String text) {
        var warehouses = new TreeMap<String, Long>();
        for (var property : MAPPER.readTree(text).properties()) {
            JsonNode quantity = property.getValue();
            warehouses.put(property.getKey(), quantity.longValue());
        }
        return warehouses;
    }
}
