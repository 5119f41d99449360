package io.stockledger.query.inventory.projection;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.inventory.search.SearchText;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.ProductRows;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.WarehouseJson;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One batch's work on {@code inventory_view} and its sisters. */
public final class InventoryPass implements Pass {

    public static final ProductRows ROWS =
            new ProductRows(
                    "inventory_view", "name, sku, reserved_stock, warehouses, version, updated_at");

    public static final String UPDATE_ROWS =
            """
            UPDATE inventory_view v SET
                name = c.name,
                sku = c.sku,
                total_stock = c.total_stock,
                reserved_stock = c.reserved_stock,
                available_stock = c.available_stock,
                warehouses = c.warehouses::jsonb,
                version = c.version,
                updated_at = c.updated_at
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS c (product_id, name, sku, total_stock, reserved_stock, available_stock,
                      warehouses, version, updated_at)
            WHERE v.product_id = c.product_id
            """;

    private static final String INSERT_SEARCH_ROWS =
            """
            INSERT INTO inventory_search (product_id, sku, sort_name, search_text)
            SELECT s.product_id, s.sku, s.sort_name, s.search_text
            FROM unnest(?, ?, ?, ?) AS s (product_id, sku, sort_name, search_text)
            """;

    private static final String INSERT_HOLDINGS =
            """
            INSERT INTO inventory_holdings (warehouse_id, product_id)
            SELECT h.warehouse_id, h.product_id FROM unnest(?, ?) AS h (warehouse_id, product_id)
            """;

    private static final String DELETE_HOLDINGS =
            """
            DELETE FROM inventory_holdings h
            USING unnest(?, ?) AS e (warehouse_id, product_id)
            WHERE h.warehouse_id = e.warehouse_id AND h.product_id = e.product_id
            """;

    private record Holding(String warehouseId, String productId) {}

    private final Connection connection;
    private final Map<String, ProductStock> stocks;
    private final Map<String, Set<String>> holdersBefore = new HashMap<>();
    private final Set<String> changed = new TreeSet<>();
    private final List<ProductStock> registered = new ArrayList<>();

    private InventoryPass(Connection connection, Map<String, ProductStock> stocks) {
        this.connection = connection;
        this.stocks = stocks;
    }

    static InventoryPass open(Connection connection, List<String> productIds) throws SQLException {
        var stocks = new HashMap<String, ProductStock>();
        ROWS.lock(connection, productIds, row -> stocks.put(row.getString(1), stock(row)));
        return new InventoryPass(connection, stocks);
    }

    private static ProductStock stock(ResultSet row) throws SQLException {
        return new ProductStock(
                row.getString("product_id"),
                row.getString("name"),
                row.getString("sku"),
                row.getLong("reserved_stock"),
                WarehouseJson.read(row.getString("warehouses")),
                row.getLong("version"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    @Override
    public long versionOf(String productId) {
        return stock(productId).version();
    }

    @Override
    public void apply(EventEnvelope event) {
        ProductStock stock = stock(event.aggregateId());
        if (!holdersBefore.containsKey(stock.productId())) {
            holdersBefore.put(stock.productId(), holders(stock));
        }
        boolean registers = stock.version() == 0;
        stock.apply(event);
        changed.add(stock.productId());
        if (registers) {
            registered.add(stock);
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
                    .text(rows, ProductStock::name)
                    .text(rows, ProductStock::sku)
                    .whole(rows, ProductStock::totalStock)
                    .whole(rows, ProductStock::reservedStock)
                    .whole(rows, ProductStock::availableStock)
                    .text(rows, stock -> WarehouseJson.write(stock.warehouses()))
                    .whole(rows, ProductStock::version)
                    .instants(rows, ProductStock::updatedAt);
            update.executeUpdate();
        }
        insertSearchRows();
        writeHoldings(rows);
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

    private void insertSearchRows() throws SQLException {
        if (registered.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(INSERT_SEARCH_ROWS)) {
            new ColumnBinder(insert)
                    .text(registered, ProductStock::productId)
                    .text(registered, ProductStock::sku)
                    .text(registered, stock -> SearchText.sortName(stock.name()))
                    .text(registered, s -> SearchText.of(s.name(), s.sku(), s.productId()));
            insert.executeUpdate();
        }
    }

    private void writeHoldings(Collection<ProductStock> rows) throws SQLException {
        var gained = new ArrayList<Holding>();
        var lost = new ArrayList<Holding>();
        for (ProductStock stock : rows) {
            Set<String> before = holdersBefore.getOrDefault(stock.productId(), Set.of());
            Set<String> after = holders(stock);
            for (String warehouse : after) {
                if (!before.contains(warehouse)) {
                    gained.add(new Holding(warehouse, stock.productId()));
                }
            }
            for (String warehouse : before) {
                if (!after.contains(warehouse)) {
                    lost.add(new Holding(warehouse, stock.productId()));
                }
            }
        }
        writeHoldings(INSERT_HOLDINGS, gained);
        writeHoldings(DELETE_HOLDINGS, lost);
    }

    private void writeHoldings(String sql, List<Holding> holdings) throws SQLException {
        if (holdings.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(sql)) {
            new ColumnBinder(statement)
                    .text(holdings, Holding::warehouseId)
                    .text(holdings, Holding::productId);
            statement.executeUpdate();
        }
    }

    private static Set<String> holders(ProductStock stock) {
        var holders = new TreeSet<String>();
        stock.warehouses()
                .forEach(
                        (warehouse, quantity) -> {
                            if (quantity > 0) {
                                holders.add(warehouse);
                            }
                        });
        return holders;
    }

    private ProductStock stock(String productId) {
        ProductStock stock = stocks.get(productId);
        if (stock == null) {
            throw new IllegalArgumentException("no row was taken for product " + productId);
        }
        return stock;
    }
}
