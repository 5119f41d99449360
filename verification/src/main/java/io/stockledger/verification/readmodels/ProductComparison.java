package io.stockledger.verification.readmodels;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.verification.Differences;
import io.stockledger.verification.ProductModel;
import io.stockledger.verification.readmodels.MovementRows.MovementRow;
import io.stockledger.verification.readmodels.ViewRows.InventoryRow;
import io.stockledger.verification.readmodels.ViewRows.LowStockRow;
import io.stockledger.verification.readmodels.ViewRows.MovementHead;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the rows of one product with its model. Each row is compared at the moment at which the
 * model has the version of the row. For one thread.
 */
public final class ProductComparison {

    private final ProductModel model;
    private final ViewRows views;
    private final long alertsBelow;
    private final Differences differences;
    private final @Nullable InventoryRow inventory;
    private final @Nullable MovementHead movementHead;
    private final @Nullable LowStockRow low;
    private final long lineVersion;
    private long lowPosition;
    private @Nullable Instant lowSince;

    /**
     * @param alertsBelow a low-stock alert is open while less than this is available
     */
    public ProductComparison(
            ProductModel model, ViewRows views, long alertsBelow, Differences differences) {
        this.model = model;
        this.views = views;
        this.alertsBelow = alertsBelow;
        this.differences = differences;
        this.inventory = views.inventory(model.productId());
        this.movementHead = views.movementHead(model.productId());
        this.low = views.lowStock(model.productId());
        this.lineVersion = views.lineVersion(model.productId());
    }

    /** Compares the rows whose version is that of the model, which has just applied the event. */
    public void compareAfter(EventEnvelope event) throws SQLException {
        compareAfter(event, "");
    }

    /**
     * Compares the rows as {@link #compareAfter(EventEnvelope)} does.
     *
     * @param payloadJson the payload in the present version of its type; a movement with the same
     *     text is not read. If empty, each is read
     */
    public void compareAfter(EventEnvelope event, String payloadJson) throws SQLException {
        if (model.availableStock() >= alertsBelow) {
            lowPosition = 0;
            lowSince = null;
        } else if (lowSince == null) {
            lowPosition = event.position();
            lowSince = event.occurredAt();
        }
        compareMovement(event, payloadJson);
        long version = model.version();
        if (inventory != null && inventory.version() == version) {
            compare(inventory);
        }
        if (lineVersion == version) {
            addLines();
        }
        if (movementHead != null && movementHead.version() == version) {
            compare(movementHead);
        }
        if (low != null && low.version() == version) {
            compare(low);
        }
    }

    /** Reports the rows that are ahead of the log, and notes those that are behind it. */
    public void compareVersions(LateProducts late) {
        compareVersion(ViewTable.INVENTORY, inventory == null ? 0 : inventory.version(), late);
        compareVersion(ViewTable.RESERVATIONS, lineVersion, late);
        compareVersion(
                ViewTable.MOVEMENTS, movementHead == null ? 0 : movementHead.version(), late);
        compareVersion(ViewTable.LOW_STOCK, low == null ? 0 : low.version(), late);
    }

    private void compareVersion(ViewTable table, long version, LateProducts late) {
        if (version > model.version()) {
            differences.add(
                    table.tableName(),
                    "'%s' has version %d, and the log ends at %d"
                            .formatted(model.productId(), version, model.version()));
        } else if (version < model.version()) {
            late.add(table, model.productId(), model.version());
        }
    }

    private void compare(InventoryRow row) {
        String table = "inventory_view";
        if (row.eventId() != null) {
            compare(table, "event_id", row.eventId(), model.lastEventId());
        }
        compare(table, "name", row.name(), model.name());
        compare(table, "sku", row.sku(), model.sku());
        compare(table, "total_stock", row.total(), model.totalStock());
        compare(table, "reserved_stock", row.reserved(), model.reservedStock());
        compare(table, "available_stock", row.available(), model.availableStock());
        compare(table, "warehouses", row.warehouses(), model.warehouses());
        compare(table, "updated_at", row.updatedAt(), model.updatedAt());
        String searched = views.searchedSku(model.productId());
        compare("inventory_search", "sku", searched == null ? "no row" : searched, model.sku());
        Set<String> holders = new TreeSet<>(model.warehouses().keySet());
        holders.removeIf(warehouse -> model.warehouses().getOrDefault(warehouse, 0L) == 0);
        compare("inventory_holdings", "warehouse_id", views.holdings(model.productId()), holders);
    }

    private void compare(MovementHead row) {
        String table = "movement_heads";
        compare(table, "reserved_stock", row.reserved(), model.reservedStock());
        compare(table, "warehouses", row.warehouses(), model.warehouses());
        compare(table, "stood_from", row.stoodFrom(), model.latest());
    }

    private void compare(LowStockRow row) {
        String table = "low_stock";
        compare(table, "reserved_stock", row.reserved(), model.reservedStock());
        compare(table, "warehouses", row.warehouses(), model.warehouses());
        compare(table, "available_stock", row.available(), model.availableStock());
        compare(table, "low_position", row.lowPosition(), lowPosition);
        compare(table, "low_since", row.lowSince(), lowSince);
    }

    private void compareMovement(EventEnvelope event, String payloadJson) throws SQLException {
        skipMovementsBefore(event.sequenceNumber());
        MovementRow row = movements().next();
        if (row == null
                || !row.productId().equals(model.productId())
                || row.sequenceNumber() != event.sequenceNumber()) {
            if (movementHead != null && event.sequenceNumber() <= movementHead.version()) {
                differences.add(
                        "movements",
                        "'%s' has no row for event %d"
                                .formatted(model.productId(), event.sequenceNumber()));
            }
            return;
        }
        movements().advance();
        String table = "movements";
        compare(table, "event_id", row.eventId(), event.eventId());
        compare(table, "position", row.position(), event.position());
        compare(table, "occurred_at", row.occurredAt(), event.occurredAt());
        compare(table, "total_stock", row.total(), model.totalStock());
        compare(table, "reserved_stock", row.reserved(), model.reservedStock());
        if (!WarehouseText.isEqual(row.warehouses(), model.warehouses())) {
            compare(table, "warehouses", WarehouseText.read(row.warehouses()), model.warehouses());
        }
        if (!row.payload().equals(payloadJson)) {
            comparePayload(row, event);
        }
    }

    private void comparePayload(MovementRow row, EventEnvelope event) {
        try {
            compare("movements", "payload", EventJson.readPayload(row.payload()), event.payload());
        } catch (UnreadableEventException e) {
            differences.add("movements", at() + "payload cannot be read: " + e.getMessage());
        }
    }

    /** Reports the movements of this product before a sequence number, which no event explains. */
    private void skipMovementsBefore(long sequenceNumber) throws SQLException {
        MovementRow row = movements().next();
        while (row != null && isBefore(row, sequenceNumber)) {
            reportUnexplained(row, differences);
            movements().advance();
            row = movements().next();
        }
    }

    private boolean isBefore(MovementRow row, long sequenceNumber) {
        return row.productId().equals(model.productId())
                ? row.sequenceNumber() < sequenceNumber
                : ProductOrder.compare(row.productId(), model.productId()) < 0;
    }

    private MovementRows movements() {
        return views.movements();
    }

    /** Leaves the rest of the product out, because its model cannot go on. */
    public void giveUp() throws SQLException {
        MovementRow row = movements().next();
        while (row != null && ProductOrder.compare(row.productId(), model.productId()) <= 0) {
            movements().advance();
            row = movements().next();
        }
    }

    /** Reports the movements that are left after the last product of the range. */
    public static void reportRest(ViewRows views, Differences differences) throws SQLException {
        MovementRows rest = views.movements();
        for (var row = rest.next(); row != null; row = rest.next()) {
            reportUnexplained(row, differences);
            rest.advance();
        }
    }

    private static void reportUnexplained(MovementRow row, Differences differences) {
        differences.add(
                "movements",
                "'%s' has a row for event %d, which the log does not have"
                        .formatted(row.productId(), row.sequenceNumber()));
    }

    private void addLines() throws SQLException {
        LineComparison lines = views.lines();
        model.forEachLine(
                (orderId, line) ->
                        lines.add(model.productId(), model.version(), orderId, line, differences));
    }

    private void compare(
            String table, String column, @Nullable Object found, @Nullable Object expected) {
        if (!Objects.equals(found, expected)) {
            differences.add(
                    table,
                    at() + "%s is %s, the events give %s".formatted(column, found, expected));
        }
    }

    private String at() {
        return "'%s' at version %d: ".formatted(model.productId(), model.version());
    }
}
