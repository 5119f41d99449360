package io.stockledger.query.alerts;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.ProductRows;
import io.stockledger.query.stock.ProductDetails;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.ProductStocks;
import io.stockledger.query.stock.StockPolicy;
import io.stockledger.query.stock.WarehouseJson;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The work of one batch on {@code low_stock}. */
final class LowStockPass implements Pass {

    static final ProductRows ROWS =
            new ProductRows(
                    "low_stock",
                    "version, reserved_stock, warehouses, blocked_by_warehouse, safety_stock,"
                            + " reorder_point, archived, low_position, low_since");

    static final String UPDATE_ROWS =
            """
            UPDATE low_stock l SET
                version = c.version,
                reserved_stock = c.reserved_stock,
                warehouses = c.warehouses::jsonb,
                blocked_by_warehouse = c.blocked_by_warehouse::jsonb,
                safety_stock = c.safety_stock,
                reorder_point = c.reorder_point,
                archived = c.archived,
                available_stock = c.available_stock,
                low_position = nullif(c.low_position, 0),
                low_since = c.low_since
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS c (product_id, version, reserved_stock, warehouses, blocked_by_warehouse,
                      safety_stock, reorder_point, archived, available_stock, low_position,
                      low_since)
            WHERE l.product_id = c.product_id
            """;

    /** The event that brought a product below the threshold and opened the alert. */
    private record OpeningEvent(long position, Instant occurredAt) {}

    private final Connection connection;
    private final long below;
    private final ProductStocks stocks = new ProductStocks();
    private final Map<String, OpeningEvent> openAlerts = new HashMap<>();

    private LowStockPass(Connection connection, long below) {
        this.connection = connection;
        this.below = below;
    }

    static LowStockPass open(Connection connection, Collection<String> productIds, long below)
            throws SQLException {
        var pass = new LowStockPass(connection, below);
        ROWS.lock(connection, productIds, pass::add);
        return pass;
    }

    private void add(ResultSet row) throws SQLException {
        String productId = row.getString("product_id");
        stocks.add(
                new ProductStock(
                        productId,
                        new ProductDetails(
                                "",
                                "",
                                new StockPolicy(
                                        row.getLong("safety_stock"),
                                        0,
                                        row.getObject("reorder_point", Long.class)),
                                row.getBoolean("archived")),
                        row.getLong("reserved_stock"),
                        WarehouseJson.read(
                                row.getString("warehouses"),
                                row.getString("blocked_by_warehouse"),
                                "{}"),
                        row.getLong("version"),
                        Instant.EPOCH));
        OffsetDateTime since = row.getObject("low_since", OffsetDateTime.class);
        if (since != null) {
            openAlerts.put(
                    productId, new OpeningEvent(row.getLong("low_position"), since.toInstant()));
        }
    }

    @Override
    public long versionOf(String productId) {
        return stocks.of(productId).version();
    }

    @Override
    public void apply(EventEnvelope event) {
        ProductStock stock = stocks.apply(event);
        if (!isLow(stock)) {
            openAlerts.remove(stock.productId());
        } else {
            openAlerts.putIfAbsent(
                    stock.productId(), new OpeningEvent(event.position(), event.occurredAt()));
        }
    }

    /** An archived product is not reordered, so it is never low. */
    private boolean isLow(ProductStock stock) {
        Long reorderPoint = stock.policy().reorderPoint();
        return !stock.details().archived()
                && stock.availableStock() < (reorderPoint == null ? below : reorderPoint);
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
                    .whole(changed, ProductStock::version)
                    .whole(changed, ProductStock::reservedStock)
                    .text(changed, stock -> WarehouseJson.onHand(stock.warehouses()))
                    .text(changed, stock -> WarehouseJson.blocked(stock.warehouses()))
                    .whole(changed, stock -> stock.policy().safetyStock())
                    .whole(changed, stock -> stock.policy().reorderPoint())
                    .flags(changed, stock -> stock.details().archived())
                    .whole(changed, ProductStock::availableStock)
                    .whole(changed, this::lowPosition)
                    .instants(changed, this::lowSince);
            update.executeUpdate();
        }
    }

    private long lowPosition(ProductStock stock) {
        OpeningEvent opening = openAlerts.get(stock.productId());
        return opening == null ? 0 : opening.position;
    }

    private @Nullable Instant lowSince(ProductStock stock) {
        OpeningEvent opening = openAlerts.get(stock.productId());
        return opening == null ? null : opening.occurredAt;
    }
}
