package io.stockledger.verification.readmodels;

import io.stockledger.events.EventEnvelope;
import io.stockledger.verification.Differences;
import io.stockledger.verification.ProductModel;
import io.stockledger.verification.readmodels.StockColumns.ColumnDifferences;
import io.stockledger.verification.readmodels.ViewRows.Binding;
import io.stockledger.verification.readmodels.ViewRows.InventoryRow;
import io.stockledger.verification.readmodels.ViewRows.LowStockRow;
import io.stockledger.verification.readmodels.ViewRows.MovementHead;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Compares the rows of one product with its model. Each row is compared at the moment at which the
 * model has the version of the row. For one thread.
 */
public final class ProductComparison {

    private final ProductModel model;
    private final ViewRows views;
    private final long alertsBelow;
    private final Differences differences;
    private final RowDifferences ofRows;
    private final MovementComparison movements;
    private final HistoryComparison history;
    private final @Nullable InventoryRow inventory;
    private final @Nullable MovementHead movementHead;
    private final @Nullable LowStockRow low;
    private final long lineVersion;
    private long lowPosition;
    private @Nullable Instant lowSince;

    /**
     * @param alertsBelow the threshold of products without a reorder point: a low-stock alert is
     *     open while less than this is available
     */
    public ProductComparison(
            ProductModel model, ViewRows views, long alertsBelow, Differences differences) {
        this.model = model;
        this.views = views;
        this.alertsBelow = alertsBelow;
        this.differences = differences;
        this.ofRows = new RowDifferences(model, differences);
        this.movements = new MovementComparison(model, views.movements(), differences);
        this.inventory = views.inventory(model.productId());
        this.history =
                new HistoryComparison(
                        model, views, inventory == null ? 0 : inventory.version(), differences);
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
        if (!isLow()) {
            lowPosition = 0;
            lowSince = null;
        } else if (lowSince == null) {
            lowPosition = event.position();
            lowSince = event.occurredAt();
        }
        movements.compareAfter(
                event, payloadJson, movementHead == null ? 0 : movementHead.version());
        history.follow();
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

    /** An archived product is not reordered, so it is never low. */
    private boolean isLow() {
        Long reorderPoint = model.policy().reorderPoint();
        long below = reorderPoint == null ? alertsBelow : reorderPoint;
        return !model.archived() && model.availableStock() < below;
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
            ofRows.addOfProduct(
                    table.tableName(),
                    "has version %d, and the log ends at %d".formatted(version, model.version()));
        } else if (version < model.version()) {
            late.add(table, model.productId(), model.version());
        }
    }

    private void compare(InventoryRow row) throws SQLException {
        ColumnDifferences view = ofRows.in("inventory_view");
        if (row.eventId() != null) {
            view.compare("event_id", row.eventId(), model.lastEventId());
        }
        view.compare("name", row.name(), model.name());
        view.compare("sku", row.sku(), model.sku());
        view.compare("total_stock", row.total(), model.totalStock());
        view.compare("blocked_stock", row.blocked(), model.blockedStock());
        view.compare("available_stock", row.available(), model.availableStock());
        compareBackorderLimit(view, row.stock());
        row.stock().compare(model, view);
        view.compare("updated_at", row.updatedAt(), model.updatedAt());
        history.compareAll(row.stateStart());
        ofRows.in("inventory_bindings")
                .compare("rows", views.inventoryBindings(model.productId()), bindings());
    }

    private void compare(MovementHead row) {
        ColumnDifferences head = ofRows.in("movement_heads");
        row.stock().compare(model, head);
        compareBackorderLimit(head, row.stock());
        head.compare("details_number", row.detailsNumber(), model.detailsNumber());
        head.compare("stood_from", row.stoodFrom(), model.latest());
        ofRows.in("movement_bindings")
                .compare("rows", views.movementBindings(model.productId()), bindings());
    }

    private void compareBackorderLimit(ColumnDifferences columns, StockColumns row) {
        columns.compare(
                "backorder_limit", row.policy().backorderLimit(), model.policy().backorderLimit());
    }

    private void compare(LowStockRow row) {
        ColumnDifferences columns = ofRows.in("low_stock");
        row.stock().compare(model, columns);
        columns.compare("available_stock", row.available(), model.availableStock());
        columns.compare("low_position", row.lowPosition(), lowPosition);
        columns.compare("low_since", row.lowSince(), lowSince);
    }

    /** The open reservations that are bound to a warehouse. */
    private Set<Binding> bindings() {
        var bindings = new HashSet<Binding>();
        model.openLines()
                .forEach(
                        (orderId, line) -> {
                            String warehouseId = line.warehouseId();
                            if (warehouseId != null) {
                                bindings.add(new Binding(orderId, warehouseId, line.reserved()));
                            }
                        });
        return bindings;
    }

    /** Leaves the rest of the product out, because its model cannot go on. */
    public void giveUp() throws SQLException {
        movements.giveUp();
        history.giveUp();
    }

    /** Reports the movements, periods and former holdings that no product of the range explains. */
    public static void reportRest(ViewRows views, Differences differences) throws SQLException {
        MovementComparison.reportRest(views.movements(), differences);
        HistoryComparison.reportRest(views, differences);
    }

    private void addLines() throws SQLException {
        LineComparison lines = views.lines();
        model.forEachLine(
                (orderId, line) ->
                        lines.add(model.productId(), model.version(), orderId, line, differences));
    }
}
