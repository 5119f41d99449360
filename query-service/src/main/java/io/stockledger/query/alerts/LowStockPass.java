package io.stockledger.query.alerts;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.ProductRows;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.WarehouseJson;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One batch's work on {@code low_stock}. */
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

    /** An open alert: the event that brought the product below the threshold. */
    private record Low(long position, Instant since) {}

    private final Connection connection;
    private final long below;
    private final Map<String, ProductStock> stocks = new HashMap<>();
    private final Map<String, Low> open = new HashMap<>();
    private final Set<String> changed = new TreeSet<>();

    private LowStockPass(Connection connection, long below) {
        this.connection = connection;
        this.below = below;
    }

    static LowStockPass open(Connection connection, List<String> productIds, long below)
            throws SQLException {
        var pass = new LowStockPass(connection, below);
        ROWS.lock(connection, productIds, pass::take);
        return pass;
    }

    private void take(ResultSet row) throws SQLException {
        String productId = row.getString("product_id");
        stocks.put(
                productId,
                new ProductStock(
                        productId,
                        "",
                        "",
                        row.getLong("reserved_stock"),
                        WarehouseJson.read(row.getString("warehouses")),
                        row.getLong("version"),
                        Instant.EPOCH));
        OffsetDateTime since = row.getObject("low_since", OffsetDateTime.class);
        if (since != null) {
            open.put(productId, new Low(row.getLong("low_position"), since.toInstant()));
        }
    }

    @Override
    public long versionOf(String productId) {
        return stock(productId).version();
    }

    @Override
    public void apply(EventEnvelope event) {
        ProductStock stock = stock(event.aggregateId());
        stock.apply(event);
        changed.add(stock.productId());
        if (stock.availableStock() >= below) {
            open.remove(stock.productId());
        } else {
            open.putIfAbsent(stock.productId(), new Low(event.position(), event.occurredAt()));
        }
    }

    @Override
    public void write() throws SQLException {
        deleteEmptyRows();
        if (changed.isEmpty()) {
            return;
        }
        List<ProductStock> rows = changed.stream().map(this::stock).toList();
        try (var update = connection.prepareStatement(UPDATE_ROWS)) {
            new ColumnBinder(update)
                    .text(rows, ProductStock::productId)
                    .whole(rows, ProductStock::version)
                    .whole(rows, ProductStock::reservedStock)
                    .text(rows, stock -> WarehouseJson.write(stock.warehouses()))
                    .whole(rows, ProductStock::availableStock)
                    .whole(rows, this::lowPosition)
                    .instants(rows, this::lowSince);
            update.executeUpdate();
        }
    }

    private long lowPosition(ProductStock stock) {
        Low low = open.get(stock.productId());
        return low == null ? 0 : low.position;
    }

    private @Nullable Instant lowSince(ProductStock stock) {
        Low low = open.get(stock.productId());
        return low == null ? null : low.since;
    }

    private void deleteEmptyRows() throws SQLException {
        ROWS.deleteEmpty(
                connection,
                stocks.values().stream()
                        .filter(stock -> stock.version() == 0)
                        .map(ProductStock::productId)
                        .sorted()
                        .toList());
    }

    private ProductStock stock(String productId) {
        ProductStock stock = stocks.get(productId);
        if (stock == null) {
            throw new IllegalArgumentException("no row was taken for product " + productId);
        }
        return stock;
    }
}
