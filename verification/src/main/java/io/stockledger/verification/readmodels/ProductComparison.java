package io.stockledger.verification.readmodels;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.verification.Differences;
import io.stockledger.verification.ModelLine;
import io.stockledger.verification.ProductModel;
import io.stockledger.verification.readmodels.ViewRows.InventoryRow;
import io.stockledger.verification.readmodels.ViewRows.LineRow;
import io.stockledger.verification.readmodels.ViewRows.LowStockRow;
import io.stockledger.verification.readmodels.ViewRows.MovementHead;
import io.stockledger.verification.readmodels.ViewRows.MovementRow;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the rows of one product with its model. Each row is compared at the moment at which the
 * model has the version of the row. For one thread.
 */
public final class ProductComparison {

    /** The number of orders whose rows one query reads. */
    private static final int LINES_PER_QUERY = 1_000;

    private final ProductModel model;
    private final ViewRows views;
    private final long alertsBelow;
    private final Differences differences;
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
    }

    /** Compares the rows whose version is that of the model, which has just applied the event. */
    public void compareAfter(EventEnvelope event) throws SQLException {
        if (model.availableStock() >= alertsBelow) {
            lowPosition = 0;
            lowSince = null;
        } else if (lowSince == null) {
            lowPosition = event.position();
            lowSince = event.occurredAt();
        }
        compareMovement(event);
        long version = model.version();
        InventoryRow inventory = views.inventory(model.productId());
        if (inventory != null && inventory.version() == version) {
            compare(inventory);
        }
        if (views.lineVersion(model.productId()) == version) {
            compareLines();
        }
        MovementHead head = views.movementHead(model.productId());
        if (head != null && head.version() == version) {
            compare(head);
        }
        LowStockRow low = views.lowStock(model.productId());
        if (low != null && low.version() == version) {
            compare(low);
        }
    }

    /** Reports the rows that are ahead of the log, and notes those that are behind it. */
    public void compareVersions(LateProducts late) {
        InventoryRow inventory = views.inventory(model.productId());
        MovementHead head = views.movementHead(model.productId());
        LowStockRow low = views.lowStock(model.productId());
        compareVersion(ViewTable.INVENTORY, inventory == null ? 0 : inventory.version(), late);
        compareVersion(ViewTable.RESERVATIONS, views.lineVersion(model.productId()), late);
        compareVersion(ViewTable.MOVEMENTS, head == null ? 0 : head.version(), late);
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

    private void compareMovement(EventEnvelope event) throws SQLException {
        MovementHead head = views.movementHead(model.productId());
        skipMovementsBefore(event.sequenceNumber());
        MovementRow row = views.nextMovement();
        if (row == null
                || !row.productId().equals(model.productId())
                || row.sequenceNumber() != event.sequenceNumber()) {
            if (head != null && event.sequenceNumber() <= head.version()) {
                differences.add(
                        "movements",
                        "'%s' has no row for event %d"
                                .formatted(model.productId(), event.sequenceNumber()));
            }
            return;
        }
        views.advanceMovements();
        String table = "movements";
        compare(table, "event_id", row.eventId(), event.eventId());
        compare(table, "position", row.position(), event.position());
        compare(table, "occurred_at", row.occurredAt(), event.occurredAt());
        compare(table, "total_stock", row.total(), model.totalStock());
        compare(table, "reserved_stock", row.reserved(), model.reservedStock());
        compare(table, "warehouses", row.warehouses(), model.warehouses());
        try {
            compare(table, "payload", EventJson.readPayload(row.payload()), event.payload());
        } catch (UnreadableEventException e) {
            differences.add(table, at() + "payload cannot be read: " + e.getMessage());
        }
    }

    /** Reports the movements of this product before a sequence number, which no event explains. */
    private void skipMovementsBefore(long sequenceNumber) throws SQLException {
        MovementRow row = views.nextMovement();
        while (row != null
                && (ProductOrder.compare(row.productId(), model.productId()) < 0
                        || (row.productId().equals(model.productId())
                                && row.sequenceNumber() < sequenceNumber))) {
            reportUnexplained(row, differences);
            views.advanceMovements();
            row = views.nextMovement();
        }
    }

    /** Leaves the rest of the product out, because its model cannot go on. */
    public void giveUp() throws SQLException {
        MovementRow row = views.nextMovement();
        while (row != null && ProductOrder.compare(row.productId(), model.productId()) <= 0) {
            views.advanceMovements();
            row = views.nextMovement();
        }
    }

    /** Reports the movements that are left after the last product of the range. */
    public static void reportRest(ViewRows views, Differences differences) throws SQLException {
        for (var row = views.nextMovement(); row != null; row = views.nextMovement()) {
            reportUnexplained(row, differences);
            views.advanceMovements();
        }
    }

    private static void reportUnexplained(MovementRow row, Differences differences) {
        differences.add(
                "movements",
                "'%s' has a row for event %d, which the log does not have"
                        .formatted(row.productId(), row.sequenceNumber()));
    }

    private void compareLines() throws SQLException {
        List<String> orders = new ArrayList<>(model.lines().keySet());
        for (int from = 0; from < orders.size(); from += LINES_PER_QUERY) {
            List<String> part =
                    orders.subList(from, Math.min(orders.size(), from + LINES_PER_QUERY));
            Map<String, LineRow> rows = views.lines(model.productId(), part);
            for (String order : part) {
                compare(order, rows.get(order), Objects.requireNonNull(model.lines().get(order)));
            }
        }
    }

    private void compare(String order, @Nullable LineRow row, ModelLine line) {
        String expected =
                "%d reserved, %d shipped, %s, until %s"
                        .formatted(
                                line.reserved(), line.shipped(), line.status(), line.expiresAt());
        String found =
                row == null
                        ? "missing"
                        : "%d reserved, %d shipped, %s, until %s"
                                .formatted(
                                        row.reserved(),
                                        row.shipped(),
                                        row.status(),
                                        row.expiresAt());
        if (!found.equals(expected)) {
            differences.add(
                    "reservations",
                    at()
                            + "the line of order '%s' is %s; the events give %s"
                                    .formatted(order, found, expected));
        }
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
