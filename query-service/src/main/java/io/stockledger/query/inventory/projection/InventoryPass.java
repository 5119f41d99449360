package io.stockledger.query.inventory.projection;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.inventory.projection.StockChange.StateStart;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.ProductRows;
import io.stockledger.query.stock.BoundReservations;
import io.stockledger.query.stock.ProductDetails;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.ProductStocks;
import io.stockledger.query.stock.WarehouseJson;
import io.stockledger.query.stockrows.BoundReservationRows;
import io.stockledger.query.stockrows.StockColumns;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The work of one batch on {@code inventory_view} and {@code inventory_bindings}, and with {@link
 * PeriodRows}, {@link SearchRows} and {@link HoldingRows} on the tables by which products are
 * found, now and as of an instant.
 */
final class InventoryPass implements Pass {

    static final ProductRows ROWS =
            new ProductRows(
                    "inventory_view",
                    "name, sku, safety_stock, backorder_limit, reorder_point, archived,"
                            + " reserved_stock, warehouses, blocked_by_warehouse,"
                            + " reserved_by_warehouse, version, updated_at, event_id,"
                            + " event_version, stood_from, period_number, details_number,"
                            + " details_from");

    static final BoundReservationRows BINDINGS = new BoundReservationRows("inventory_bindings");

    static final String UPDATE_ROWS =
            """
            UPDATE inventory_view v SET
                name = c.name,
                sku = c.sku,
                safety_stock = c.safety_stock,
                backorder_limit = c.backorder_limit,
                reorder_point = c.reorder_point,
                archived = c.archived,
                total_stock = c.total_stock,
                blocked_stock = c.blocked_stock,
                reserved_stock = c.reserved_stock,
                available_stock = c.available_stock,
                warehouses = c.warehouses::jsonb,
                blocked_by_warehouse = c.blocked_by_warehouse::jsonb,
                reserved_by_warehouse = c.reserved_by_warehouse::jsonb,
                version = c.version,
                updated_at = c.updated_at,
                event_id = c.event_id::uuid,
                event_version = c.version,
                stood_from = c.stood_from,
                period_number = c.period_number,
                details_number = c.details_number,
                details_from = c.details_from
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS c (product_id, name, sku, safety_stock, backorder_limit, reorder_point, archived,
                      total_stock, blocked_stock, reserved_stock, available_stock,
                      warehouses, blocked_by_warehouse, reserved_by_warehouse,
                      version, updated_at, event_id, stood_from, period_number, details_number,
                      details_from)
            WHERE v.product_id = c.product_id
            """;

    private final Connection connection;
    private final BoundReservations bound = new BoundReservations();
    private final ProductStocks stocks = new ProductStocks(bound);
    private final Map<String, StateStart> stateStarts = new HashMap<>();
    private final Map<String, UUID> lastEventIds = new HashMap<>();
    private final PeriodRows periodRows = new PeriodRows();
    private final SearchRows searchRows = new SearchRows();
    private final HoldingRows holdingRows = new HoldingRows();

    private InventoryPass(Connection connection) {
        this.connection = connection;
    }

    static InventoryPass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        var pass = new InventoryPass(connection);
        ROWS.lock(connection, events.keySet(), pass::add);
        BINDINGS.read(
                connection,
                BoundReservations.keysOf(events, pass.stocks.idsWithBoundReservations()),
                pass.bound);
        return pass;
    }

    private void add(ResultSet row) throws SQLException {
        ProductStock stock = stock(row);
        stocks.add(stock);
        stateStarts.put(
                stock.productId(),
                new StateStart(
                        row.getObject("stood_from", OffsetDateTime.class).toInstant(),
                        row.getLong("period_number"),
                        row.getLong("details_number"),
                        row.getObject("details_from", OffsetDateTime.class).toInstant()));
        UUID eventId = row.getObject("event_id", UUID.class);
        if (eventId != null && row.getLong("event_version") == stock.version()) {
            lastEventIds.put(stock.productId(), eventId);
        }
    }

    private static ProductStock stock(ResultSet row) throws SQLException {
        return new ProductStock(
                row.getString("product_id"),
                new ProductDetails(
                        row.getString("name"),
                        row.getString("sku"),
                        StockColumns.policy(row),
                        row.getBoolean("archived")),
                row.getLong("reserved_stock"),
                StockColumns.warehouses(row),
                row.getLong("version"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    @Override
    public long versionOf(String productId) {
        return stocks.of(productId).version();
    }

    @Override
    public @Nullable UUID lastEventIdOf(String productId) {
        return lastEventIds.get(productId);
    }

    @Override
    public void apply(EventEnvelope event) {
        ProductStock before = stocks.of(event.aggregateId());
        ProductDetails detailsBefore = before.details();
        long availableBefore = before.availableStock();
        Set<String> stockedWarehousesBefore = StockChange.stockedWarehouses(before);
        StateStart startBefore = stateStart(before);
        ProductStock after = stocks.apply(event);
        lastEventIds.put(after.productId(), event.eventId());
        // The clock of another command service may be behind; stood_from never goes back.
        boolean isLater = event.occurredAt().isAfter(startBefore.from());
        var change =
                new StockChange(
                        after.productId(),
                        event.sequenceNumber(),
                        isLater ? event.occurredAt() : startBefore.from(),
                        startBefore,
                        detailsBefore,
                        availableBefore,
                        stockedWarehousesBefore,
                        after);
        periodRows.apply(change);
        searchRows.apply(change);
        holdingRows.apply(change);
        stateStarts.put(after.productId(), change.stateStart());
    }

    private StateStart stateStart(ProductStock stock) {
        return Objects.requireNonNull(stateStarts.get(stock.productId()), "the row is locked");
    }

    @Override
    public void write() throws SQLException {
        ROWS.deleteEmpty(connection, stocks.emptyIds());
        List<ProductStock> changed = stocks.changed();
        if (changed.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(UPDATE_ROWS)) {
            new ColumnBinder(update)
                    .text(changed, ProductStock::productId)
                    .text(changed, stock -> stock.details().name())
                    .text(changed, stock -> stock.details().sku())
                    .whole(changed, stock -> stock.policy().safetyStock())
                    .whole(changed, stock -> stock.policy().backorderLimit())
                    .whole(changed, stock -> stock.policy().reorderPoint())
                    .flags(changed, stock -> stock.details().archived())
                    .whole(changed, ProductStock::totalStock)
                    .whole(changed, ProductStock::blockedStock)
                    .whole(changed, ProductStock::reservedStock)
                    .whole(changed, ProductStock::availableStock)
                    .text(changed, stock -> WarehouseJson.onHand(stock.warehouses()))
                    .text(changed, stock -> WarehouseJson.blocked(stock.warehouses()))
                    .text(changed, stock -> WarehouseJson.reserved(stock.warehouses()))
                    .whole(changed, ProductStock::version)
                    .instants(changed, ProductStock::updatedAt)
                    .text(changed, stock -> eventId(stock.productId()))
                    .instants(changed, stock -> stateStart(stock).from())
                    .whole(changed, stock -> stateStart(stock).periodNumber())
                    .whole(changed, stock -> stateStart(stock).detailsNumber())
                    .instants(changed, stock -> stateStart(stock).detailsFrom());
            update.executeUpdate();
        }
        BINDINGS.write(connection, bound.changed());
        periodRows.write(connection);
        searchRows.write(connection);
        holdingRows.write(connection);
    }

    private @Nullable String eventId(String productId) {
        UUID eventId = lastEventIds.get(productId);
        return eventId == null ? null : eventId.toString();
    }
}
