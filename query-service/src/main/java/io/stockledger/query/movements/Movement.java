package io.stockledger.query.movements;

import com.fasterxml.jackson.annotation.JsonValue;

import io.stockledger.query.stock.WarehouseJson;
import io.stockledger.query.stock.WarehouseQuantity;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One change of a product: the event with its own fields, and the stock after it. The fields depend
 * on the type of the event, so the record contains them as the answer shows them.
 */
record Movement(long sequenceNumber, @JsonValue Map<String, Object> fields) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static Movement of(ResultSet row) throws SQLException {
        long sequenceNumber = row.getLong("sequence_number");
        var event = MAPPER.readTree(row.getString("payload"));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sequenceNumber", sequenceNumber);
        fields.put("position", row.getLong("position"));
        fields.put("eventId", row.getString("event_id"));
        fields.put("occurredAt", row.getObject("occurred_at", OffsetDateTime.class).toInstant());
        for (var field : event.properties()) {
            if (!field.getKey().equals("productId")) {
                fields.put(field.getKey(), field.getValue());
            }
        }
        String correlationId = row.getString("correlation_id");
        if (correlationId != null) {
            fields.put("correlationId", correlationId);
        }
        long total = row.getLong("total_stock");
        long reserved = row.getLong("reserved_stock");
        fields.put("totalStock", total);
        fields.put("availableStock", Math.max(0, total - reserved));
        fields.put("reservedStock", reserved);
        fields.put("shortfall", Math.max(0, reserved - total));
        fields.put(
                "warehouses",
                WarehouseQuantity.listOf(WarehouseJson.read(row.getString("warehouses"))));
        return new Movement(sequenceNumber, fields);
    }
}
