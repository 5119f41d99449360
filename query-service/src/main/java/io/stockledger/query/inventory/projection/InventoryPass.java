package io.stockledger.query.inventory.projection;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.inventory.search.SearchText;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.ProductRows;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.ProductStocks;
import io.stockledger.query.stock.WarehouseJson;

import org.jspecify.annotations.Nullable;

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
import java.util.UUID;

/**
 * The work of one batch on {@code inventory_view}, {@code inventory_search} and {@code
 * inventory_holdings}.
 */
final class InventoryPass implements Pass {

    static final ProductRows ROWS =
            new ProductRows(
                    "inventory_view",
                    "name, sku, reserved_stock, warehouses, version, updated_at, event_id,"
                            + " event_version");

    static final String UPDATE_ROWS =
            """
            UPDATE inventory_view v SET
                name = c.name,
                sku = c.sku,
                total_stock = c.total_stock,
                reserved_stock = c.reserved_stock,
                available_stock = c.available_stock,
                warehouses = c.warehouses::jsonb,
                version = c.version,
                updated_at = c.updated_at,
                event_id = c.event_id::uuid,
                event_version = c.version
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS c (product_id, name, sku, total_stock, reserved_stock, available_stock,
                      warehouses, version, updated_at, event_id)
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

    /** A row of {@code inventory_holdings}. */
    private record HoldingRow(String warehouseId, String productId) {}

    private final Connection connection;
    private final ProductStocks stocks = new ProductStocks();
    private final Map<String, Set<String>> holdersBefore = new HashMap<>();
    private final Map<String, UUID> lastEventIds = new HashMap<>();
    private final List<ProductStock> registered = new ArrayList<>();

    private InventoryPass(Connection connection) {
        this.connection = connection;
    }

    static InventoryPass open(Connection connection, Collection<String> productIds)
            throws SQLException {
        var pass = new InventoryPass(connection);
        ROWS.lock(connection, productIds, pass::add);
        return pass;
    }

    private void add(ResultSet row) throws SQLException {
        ProductStock stock = stock(row);
        stocks.add(stock);
        UUID eventId = row.getObject("event_id", UUID.class);
        if (eventId != null && row.getLong("event_version") == stock.version()) {
            lastEventIds.put(stock.productId(), eventId);
        }
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
        return stocks.of(productId).version();
    }

    @Override
    public @Nullable UUID lastEventIdOf(String productId) {
        return lastEventIds.get(productId);
    }

    @Override
    public void apply(EventEnvelope event) {
        ProductStock before = stocks.of(event.aggregateId());
        holdersBefore.computeIfAbsent(before.productId(), _ -> holders(before));
        boolean isRegistration = before.version() == 0;
        ProductStock stock = stocks.apply(event);
        lastEventIds.put(stock.productId(), event.eventId());
        if (isRegistration) {
            registered.add(stock);
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
                    .text(changed, ProductStock::name)
                    .text(changed, ProductStock::sku)
                    .whole(changed, ProductStock::totalStock)
                    .whole(changed, ProductStock::reservedStock)
                    .whole(changed, ProductStock::availableStock)
                    .text(changed, stock -> WarehouseJson.write(stock.warehouses()))
                    .whole(changed, ProductStock::version)
                    .instants(changed, ProductStock::updatedAt)
                    .text(changed, stock -> eventId(stock.productId()));
            update.executeUpdate();
        }
        insertSearchRows();
        writeHoldings(changed);
    }

    private @Nullable String eventId(String productId) {
        UUID eventId = lastEventIds.get(productId);
        return eventId == null ? null : eventId.toString();
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

    private void writeHoldings(List<ProductStock> changed) throws SQLException {
        var gained = new ArrayList<HoldingRow>();
        var lost = new ArrayList<HoldingRow>();
        for (ProductStock stock : changed) {
            Set<String> before = holdersBefore.getOrDefault(stock.productId(), Set.of());
            Set<String> after = holders(stock);
            gained.addAll(difference(after, before, stock.productId()));
            lost.addAll(difference(before, after, stock.productId()));
        }
        writeHoldings(INSERT_HOLDINGS, gained);
        writeHoldings(DELETE_HOLDINGS, lost);
    }

    private static List<HoldingRow> difference(
            Set<String> warehouses, Set<String> without, String productId) {
        return warehouses.stream()
                .filter(warehouseId -> !without.contains(warehouseId))
                .map(warehouseId -> new HoldingRow(warehouseId, productId))
                .toList();
    }

    private void writeHoldings(String sql, List<HoldingRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(sql)) {
            new ColumnBinder(statement)
                    .text(rows, HoldingRow::warehouseId)
                    .text(rows, HoldingRow::productId);
            statement.executeUpdate();
        }
    }

    /** The warehouses with more than 0 of the product. */
    private static Set<String> holders(ProductStock stock) {
        var holders = new TreeSet<String>();
        stock.warehouses()
                .forEach(
                        (warehouseId, quantity) -> {
                            if (quantity > 0) {
                                holders.add(warehouseId);
                            }
                        });
        return holders;
    }
}
