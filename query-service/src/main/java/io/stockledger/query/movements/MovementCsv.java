package io.stockledger.query.movements;

import io.stockledger.csv.CsvLines;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Movements as CSV, one line each. There is a column for each field that an event of any type has;
 * it is empty in the lines of the other types. The stock by warehouse is JSON. For one thread.
 */
final class MovementCsv {

    /** The fields of every movement before those of its event. */
    private static final List<String> FIRST =
            List.of("sequenceNumber", "position", "eventId", "occurredAt", "type");

    /** The fields of the events. */
    static final List<String> OF_EVENTS =
            List.of(
                    "orderId",
                    "toOrderId",
                    "warehouseId",
                    "fromWarehouseId",
                    "toWarehouseId",
                    "quantity",
                    "initialQuantity",
                    "oldQuantity",
                    "newQuantity",
                    "blocked",
                    "expiresAt",
                    "reference",
                    "reason",
                    "name",
                    "sku",
                    "safetyStock",
                    "backorderLimit",
                    "reorderPoint");

    /** The fields of every movement after those of its event. */
    private static final List<String> LAST =
            List.of(
                    "correlationId",
                    "totalStock",
                    "availableStock",
                    "reservedStock",
                    "shortfall",
                    "blockedStock",
                    "availableToPromise",
                    "warehouses");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final List<String> columns = new ArrayList<>();
    private final CsvLines lines;

    private MovementCsv(OutputStream out, boolean withProductId) {
        this.lines = new CsvLines(out);
        if (withProductId) {
            columns.add("productId");
        }
        columns.addAll(FIRST);
        columns.addAll(OF_EVENTS);
        columns.addAll(LAST);
    }

    /**
     * Begins a file with the header line.
     *
     * @param withProductId whether the movements name their product
     */
    static MovementCsv begin(OutputStream out, boolean withProductId) throws IOException {
        var csv = new MovementCsv(out, withProductId);
        csv.lines.header(csv.columns);
        return csv;
    }

    void write(Movement movement) throws IOException {
        Map<String, Object> fields = movement.fields();
        for (String column : columns) {
            cell(fields.get(column));
        }
        lines.endLine();
    }

    private void cell(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> lines.text(null);
            case String text -> lines.text(text);
            case Long number -> lines.number(number);
            case Instant instant -> lines.instant(instant);
            case JsonNode node when node.isNull() -> lines.text(null);
            case JsonNode node when node.isString() -> lines.text(node.stringValue());
            case JsonNode node when node.isIntegralNumber() -> lines.number(node.longValue());
            default -> lines.text(MAPPER.writeValueAsString(value));
        }
    }
}
