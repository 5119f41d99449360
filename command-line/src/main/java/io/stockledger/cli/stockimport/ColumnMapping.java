package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.csv.CsvLines;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which column gives which field of a list, and the row plan that follows from it. */
final class ColumnMapping {

    private final Header header;
    private final ListShape shape;
    private final Map<Field, Integer> columns;
    private final int skuFrom;
    private final boolean isStockExport;
    private final String defaultWarehouse;
    private final ProductNames names = new ProductNames();

    /**
     * The choices of the command line.
     *
     * @param preset null to find the shape by the header
     * @param columns the column of a field, by name
     * @param skuFrom the column that fills an empty sku, or null
     * @param warehouse the warehouse of a row that names none
     */
    record Choices(
            @Nullable String preset,
            Map<Field, String> columns,
            @Nullable String skuFrom,
            String warehouse) {}

    /**
     * @throws OperatorFailure if no shape matches the header, or a column that is named or needed
     *     is missing
     */
    ColumnMapping(Header header, Choices choices) {
        this.header = header;
        this.shape = ListShape.of(header, choices.preset(), !choices.columns().isEmpty());
        this.columns = resolve(choices.columns());
        requireComplete();
        this.skuFrom =
                choices.skuFrom() == null
                        ? Header.NONE
                        : header.require("--sku-from", choices.skuFrom());
        this.isStockExport = shape.equals(ListShape.PLAIN) && ListShape.isStockExport(header);
        this.defaultWarehouse = FieldText.identifier(choices.warehouse());
        String fault = FieldText.identifierFault(Field.WAREHOUSE, defaultWarehouse);
        if (fault != null) {
            throw new OperatorFailure("--warehouse: " + fault);
        }
    }

    private Map<Field, Integer> resolve(Map<Field, String> chosen) {
        Map<Field, Integer> resolved = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            String name = chosen.get(field);
            if (name != null) {
                resolved.put(field, header.require("--map " + field, name));
                continue;
            }
            shape.columns().getOrDefault(field, List.of()).stream()
                    .filter(header::has)
                    .findFirst()
                    .ifPresent(column -> resolved.put(field, header.require("header", column)));
        }
        return resolved;
    }

    /** The shape and the columns in words. */
    String described() {
        return shape.title()
                + ": "
                + columns.entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + header.names().get(entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /** A text that differs if the same row would give another command. */
    String identity() {
        return shape.title() + columns + skuFrom + "/" + defaultWarehouse;
    }

    /** Returns the row with its values, or with its outcome if it holds no stock or has a fault. */
    ListRow row(long line, List<String> values) {
        Cells cells = new Cells(header, values);
        names.note(cells);
        ListRow without = ListRow.withoutValues(line, values);
        if (cells.areAllEmpty()) {
            return without.end(Outcome.PASSED_OVER, "it is empty");
        }
        if (values.size() < header.size() || hasMoreThanHeader(values)) {
            return without.end(
                    Outcome.REJECTED,
                    "it has %d columns, and the header has %d"
                            .formatted(values.size(), header.size()));
        }
        String reason = shape.passOver().apply(cells);
        return reason != null ? without.end(Outcome.PASSED_OVER, reason) : checked(line, cells);
    }

    private boolean hasMoreThanHeader(List<String> values) {
        return values.stream().skip(header.size()).anyMatch(value -> !value.isBlank());
    }

    private ListRow checked(long line, Cells cells) {
        String sku = sku(cells);
        String productId =
                FieldText.identifier(
                        columns.containsKey(Field.PRODUCT_ID) ? of(Field.PRODUCT_ID, cells) : sku);
        if (!columns.containsKey(Field.SKU) && sku.isEmpty()) {
            sku = productId;
        }
        String name = name(cells, productId);
        String inRow = FieldText.identifier(of(Field.WAREHOUSE, cells));
        String warehouse = inRow.isEmpty() ? defaultWarehouse : inRow;
        String text = of(Field.QUANTITY, cells);
        FieldText.Quantity quantity = FieldText.quantity(text);
        var row =
                new ListRow(
                        line,
                        cells.values(),
                        new ListRow.Values(productId, sku, name, warehouse, quantity.value()),
                        quantity.fault() == null ? Long.toString(quantity.value()) : text);
        String fault = fault(row.values(), quantity);
        return fault == null ? row : row.end(Outcome.REJECTED, fault);
    }

    private @Nullable String fault(ListRow.Values values, FieldText.Quantity quantity) {
        if (values.sku().isEmpty()) {
            return "sku is empty"
                    + (skuFrom == Header.NONE
                            ? ": --sku-from COLUMN fills it"
                            : ", and so is " + header.names().get(skuFrom));
        }
        String fault = FieldText.identifierFault(Field.SKU, values.sku());
        if (fault == null) {
            fault = FieldText.identifierFault(Field.PRODUCT_ID, values.productId());
        }
        if (fault == null) {
            fault = FieldText.nameFault(values.name());
        }
        if (fault == null) {
            fault = FieldText.identifierFault(Field.WAREHOUSE, values.warehouse());
        }
        return fault == null ? quantity.fault() : fault;
    }

    private String sku(Cells cells) {
        String sku = FieldText.identifier(of(Field.SKU, cells));
        return sku.isEmpty() ? FieldText.identifier(at(skuFrom, cells)) : sku;
    }

    private String name(Cells cells, String productId) {
        if (!columns.containsKey(Field.NAME)) {
            return FieldText.name(productId);
        }
        boolean hasVariants =
                shape.preset().equals("shopify")
                        && columns.get(Field.NAME) == header.indexOf("Title");
        return FieldText.name(hasVariants ? names.of(cells) : of(Field.NAME, cells));
    }

    private String of(Field field, Cells cells) {
        return at(columns.getOrDefault(field, Header.NONE), cells);
    }

    private String at(int column, Cells cells) {
        String cell = cells.at(column);
        return isStockExport ? CsvLines.withoutGuard(cell) : cell;
    }

    private void requireComplete() {
        if (!columns.containsKey(Field.QUANTITY)) {
            throw new OperatorFailure("no column gives the quantity: --map quantity=COLUMN");
        }
        if (!columns.containsKey(Field.SKU) && !columns.containsKey(Field.PRODUCT_ID)) {
            throw new OperatorFailure("no column gives the product: --map sku=COLUMN");
        }
    }
}
