package io.stockledger.query.stock;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The quantities of a product by warehouse as three {@code jsonb} columns such as {@code {"main":
 * 5}}: on hand, blocked and reserved. They are always read with the row of the product, so a column
 * saves a join. Most products have nothing blocked and nothing reserved in a warehouse, and the
 * columns for these are then {@code {}}. Thread-safe.
 */
public final class WarehouseJson {

    private static final String EMPTY = "{}";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private WarehouseJson() {}

    /** The quantity on hand in every warehouse that ever held the product. */
    public static String onHand(Collection<WarehouseStock> warehouses) {
        return write(warehouses, WarehouseStock::quantity, 0);
    }

    /** The blocked quantity in every warehouse with any. */
    public static String blocked(Collection<WarehouseStock> warehouses) {
        return write(warehouses, WarehouseStock::blocked, 1);
    }

    /** The quantity that is reserved in every warehouse with any. */
    public static String reserved(Collection<WarehouseStock> warehouses) {
        return write(warehouses, WarehouseStock::reserved, 1);
    }

    private static String write(
            Collection<WarehouseStock> warehouses,
            ToLongFunction<WarehouseStock> quantity,
            long least) {
        if (warehouses.stream().noneMatch(w -> quantity.applyAsLong(w) >= least)) {
            return EMPTY;
        }
        StringWriter text = new StringWriter(64);
        try (JsonGenerator json = MAPPER.createGenerator(text)) {
            json.writeStartObject();
            for (WarehouseStock warehouse : warehouses) {
                if (quantity.applyAsLong(warehouse) >= least) {
                    json.writeNumberProperty(
                            warehouse.warehouseId(), quantity.applyAsLong(warehouse));
                }
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    /** The stock by warehouse id, from the values of the three columns. */
    public static SortedMap<String, WarehouseStock> read(
            String onHand, String blocked, String reserved) {
        Map<String, Long> blockedIn = quantities(blocked);
        Map<String, Long> reservedIn = quantities(reserved);
        var warehouses = new TreeMap<String, WarehouseStock>();
        quantities(onHand)
                .forEach(
                        (id, quantity) ->
                                warehouses.put(
                                        id,
                                        new WarehouseStock(
                                                id,
                                                quantity,
                                                blockedIn.getOrDefault(id, 0L),
                                                reservedIn.getOrDefault(id, 0L))));
        return warehouses;
    }

    /** The quantities by warehouse id of one column; none if it is null. */
    public static Map<String, Long> quantities(@Nullable String text) {
        if (text == null || text.equals(EMPTY)) {
            return Map.of();
        }
        var quantities = new TreeMap<String, Long>();
        for (var property : MAPPER.readTree(text).properties()) {
            quantities.put(property.getKey(), property.getValue().longValue());
        }
        return quantities;
    }
}
