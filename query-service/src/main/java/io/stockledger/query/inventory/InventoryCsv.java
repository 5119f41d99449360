package io.stockledger.query.inventory;

import io.stockledger.csv.CsvLines;
import io.stockledger.query.stock.InventoryItem;
import io.stockledger.query.stock.WarehouseStock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Products as CSV: one line for each product and warehouse, with the fields of both. The quantities
 * of the product are the same in all its lines. For one thread.
 */
final class InventoryCsv {

    static final List<String> COLUMNS =
            List.of(
                    "productId",
                    "name",
                    "sku",
                    "totalStock",
                    "availableStock",
                    "reservedStock",
                    "shortfall",
                    "blockedStock",
                    "safetyStock",
                    "backorderLimit",
                    "availableToPromise",
                    "reorderPoint",
                    "archived",
                    "warehouseId",
                    "quantity",
                    "blocked",
                    "reserved",
                    "version",
                    "updatedAt",
                    "held");

    private final CsvLines lines;

    private InventoryCsv(OutputStream out) {
        this.lines = new CsvLines(out);
    }

    /** Begins a file with the header line. */
    static InventoryCsv begin(OutputStream out) throws IOException {
        var csv = new InventoryCsv(out);
        csv.lines.header(COLUMNS);
        return csv;
    }

    /** Writes the lines of a product; one without a warehouse has one line, with empty cells. */
    void write(InventoryItem item) throws IOException {
        if (item.warehouses().isEmpty()) {
            write(item, null);
        }
        for (WarehouseStock warehouse : item.warehouses()) {
            write(item, warehouse);
        }
    }

    private void write(InventoryItem item, @Nullable WarehouseStock warehouse) throws IOException {
        lines.text(item.productId())
                .text(item.name())
                .text(item.sku())
                .number(item.totalStock())
                .number(item.availableStock())
                .number(item.reservedStock())
                .number(item.shortfall())
                .number(item.blockedStock())
                .number(item.safetyStock())
                .number(item.backorderLimit())
                .number(item.availableToPromise())
                .number(item.reorderPoint())
                .flag(item.archived())
                .text(warehouse == null ? null : warehouse.warehouseId())
                .number(warehouse == null ? null : (Long) warehouse.quantity())
                .number(warehouse == null ? null : (Long) warehouse.blocked())
                .number(warehouse == null ? null : (Long) warehouse.reserved())
                .number(item.version())
                .instant(item.updatedAt())
                .flag(item.held())
                .endLine();
    }
}
