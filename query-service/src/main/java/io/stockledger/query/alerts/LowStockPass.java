package io.stockledger.query.alerts;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.ProductRows;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.ProductStocks;
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
                    "low_stock", "version, reserved_stock, warehouses, low_position, low_since");

    static final String UPDATE_ROWS =
            """
            UPDATE low_stock l SET
                version = c.version,
                reserved_stock = c.reserved_stock,
                warehouses = c.warehouses::jsonb,
                available_stock = c.available_stock,
                low_position = nullif(c.low_position, 0),
                low_since = c.low_since
            FROM unnest(?, ?, ?, ?, ?, ?, ?)
                AS c (product_id, version, reserved_stock, warehouses, available_stock,
                      low_position, low_since)
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
                        row.getLong("reserved_stock"),
                        WarehouseJson.read(row.getString("warehouses")),
                        row.getLong("version")));
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
        if (stock.availableStock() >= below) {
            openAlerts.remove(stock.productId());
        } else {
            openAlerts.putIfAbsent(
                    stock.productId(), new OpeningEvent(event.position(), event.occurredAt()));
        }
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
                    .text(changed, stock -> WarehouseJson.write(stock.warehouses()))
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
