package io.stockledger.query.movements;

import com.fasterxml.jackson.annotation.JsonValue;

import io.stockledger.query.stockrows.StockColumns;

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
record Movement(long position, long sequenceNumber, @JsonValue Map<String, Object> fields) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** The columns of {@code movements} that a movement is read from. */
    static final String COLUMNS =
            """
            m.product_id, m.sequence_number, m.position, m.event_id, m.occurred_at, m.payload,
            m.correlation_id, m.total_stock, m.blocked_stock, m.reserved_stock, m.available_stock,
            m.safety_stock, m.backorder_limit, m.warehouses, m.blocked_by_warehouse,
            m.reserved_by_warehouse
            """
                    .strip();

    /** A movement of a product that the request names. */
    static Movement of(ResultSet row) throws SQLException {
        return of(row, false);
    }

    /** A movement of any product, which it names. */
    static Movement ofAnyProduct(ResultSet row) throws SQLException {
        return of(row, true);
    }

    private static Movement of(ResultSet row, boolean withProductId) throws SQLException {
        long sequenceNumber = row.getLong("sequence_number");
        var event = MAPPER.readTree(row.getString("payload"));
        var fields = new LinkedHashMap<String, Object>();
        if (withProductId) {
            fields.put("productId", row.getString("product_id"));
        }
        fields.put("sequenceNumber", sequenceNumber);
        long position = row.getLong("position");
        fields.put("position", position);
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
        long blocked = row.getLong("blocked_stock");
        long left = total - blocked - reserved;
        fields.put("totalStock", total);
        fields.put("availableStock", row.getLong("available_stock"));
        fields.put("reservedStock", reserved);
        fields.put("shortfall", Math.max(0, -left));
        fields.put("blockedStock", blocked);
        fields.put(
                "availableToPromise",
                Math.max(0, left - row.getLong("safety_stock") + row.getLong("backorder_limit")));
        fields.put("warehouses", StockColumns.warehouses(row).values());
        return new Movement(position, sequenceNumber, fields);
    }
}
