package io.stockledger.cli.tail;

import io.stockledger.cli.output.CellText;
import io.stockledger.cli.output.Column;
import io.stockledger.cli.output.Output;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints events one by one, in columns of fixed width. For one thread. */
final class PrintedEvents {

    /** The columns of {@code export movements}. */
    static final List<Column> CSV =
            List.of(
                    Column.of("productId"),
                    Column.of("sequenceNumber"),
                    Column.of("position"),
                    Column.of("eventId"),
                    Column.of("occurredAt"),
                    Column.of("type"),
                    Column.of("orderId"),
                    Column.of("toOrderId"),
                    Column.of("warehouseId"),
                    Column.of("fromWarehouseId"),
                    Column.of("toWarehouseId"),
                    Column.of("quantity"),
                    Column.of("initialQuantity"),
                    Column.of("oldQuantity"),
                    Column.of("newQuantity"),
                    Column.of("blocked"),
                    Column.of("expiresAt"),
                    Column.of("reference"),
                    Column.of("reason"),
                    Column.of("name"),
                    Column.of("sku"),
                    Column.of("safetyStock"),
                    Column.of("backorderLimit"),
                    Column.of("reorderPoint"),
                    Column.of("correlationId"),
                    Column.of("totalStock"),
                    Column.of("availableStock"),
                    Column.of("reservedStock"),
                    Column.of("shortfall"),
                    Column.of("blockedStock"),
                    Column.of("availableToPromise"),
                    Column.of("warehouses"));

    private static final String LINE = "%9s  %-24s  %-21s  %9s  %9s  %-20s  %s";

    /**
     * The fields that the columns before the cause show, and those that are too long for a line.
     */
    private static final List<String> NOT_CAUSE =
            List.of(
                    "productId",
                    "sequenceNumber",
                    "position",
                    "eventId",
                    "occurredAt",
                    "type",
                    "correlationId",
                    "totalStock",
                    "availableStock",
                    "reservedStock",
                    "shortfall",
                    "blockedStock",
                    "availableToPromise",
                    "warehouses");

    private final Output output;
    private boolean hasTitles;

    PrintedEvents(Output output) {
        this.output = output;
    }

    void print(JsonNode event) {
        switch (output.format()) {
            case JSON -> output.jsonLine(event);
            case CSV -> output.csv(CSV, List.of(event));
            case TABLE -> {
                if (!hasTitles) {
                    output.line(
                            LINE.formatted(
                                    "POSITION",
                                    "TIME",
                                    "TYPE",
                                    "TOTAL",
                                    "AVAILABLE",
                                    "PRODUCT",
                                    "CAUSE"));
                    hasTitles = true;
                }
                output.line(line(event));
            }
        }
    }

    /** Returns the line of an event. */
    static String line(JsonNode event) {
        return String.format(
                        Locale.ROOT,
                        LINE,
                        CellText.of(event.path("position")),
                        milliseconds(CellText.of(event.path("occurredAt"))),
                        CellText.of(event.path("type")),
                        CellText.of(event.path("totalStock")),
                        CellText.of(event.path("availableStock")),
                        CellText.of(event.path("productId")),
                        cause(event))
                .stripTrailing();
    }

    private static String cause(JsonNode event) {
        StringBuilder cause = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            if (!NOT_CAUSE.contains(field.getKey()) && !field.getValue().isNull()) {
                cause.append(cause.isEmpty() ? "" : " ")
                        .append(field.getKey())
                        .append('=')
                        .append(CellText.of(field.getValue()));
            }
        }
        return cause.toString();
    }

    /** Cuts an instant after its milliseconds, so that all have the same width. */
    private static String milliseconds(String instant) {
        int dot = instant.indexOf('.');
        return dot < 0 || instant.length() < dot + 5
                ? instant
                : instant.substring(0, dot + 4) + "Z";
    }
}
