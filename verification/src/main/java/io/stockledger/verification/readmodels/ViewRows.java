package io.stockledger.verification.readmodels;

import io.stockledger.verification.ModelPolicy;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The rows that the serving generations have of a range of products, at one moment. Movements and
 * the lines of orders are read while the range is verified, all other rows at once. For one thread.
 */
public final class ViewRows implements AutoCloseable {

    private static final String INVENTORY =
            """
            SELECT product_id, version, event_id, name, sku, total_stock, blocked_stock,
                   available_stock, updated_at, reserved_stock, warehouses, blocked_by_warehouse,
                   reserved_by_warehouse, safety_stock, backorder_limit, reorder_point, archived,
                   stood_from, period_number, details_number, details_from
            FROM {inventory}.inventory_view
            """;

    private static final String INVENTORY_BINDINGS =
            """
            SELECT product_id, order_id, warehouse_id, quantity FROM {inventory}.inventory_bindings
            """;

    private static final String LINE_HEADS =
            "SELECT product_id, version FROM {reservations}.reservation_heads";

    private static final String MOVEMENT_HEADS =
            """
            SELECT product_id, version, details_number, stood_from, reserved_stock, warehouses,
                   blocked_by_warehouse, reserved_by_warehouse, safety_stock, backorder_limit,
                   reorder_point, archived
            FROM {movements}.movement_heads
            """;

    private static final String MOVEMENT_BINDINGS =
            """
            SELECT product_id, order_id, warehouse_id, quantity FROM {movements}.movement_bindings
            """;

    private static final String LOW_STOCK =
            """
            SELECT product_id, version, available_stock, low_position, low_since, reserved_stock,
                   warehouses, blocked_by_warehouse, safety_stock, reorder_point, archived
            FROM {low_stock}.low_stock
            """;

    /** A row of {@code inventory_view}; {@code eventId} is null in rows of older versions. */
    record InventoryRow(
            long version,
            @Nullable UUID eventId,
            String name,
            String sku,
            long total,
            long blocked,
            long available,
            Instant updatedAt,
            StockColumns stock,
            StateStart stateStart) {

        private static InventoryRow of(ResultSet row) throws SQLException {
            return new InventoryRow(
                    row.getLong("version"),
                    row.getObject("event_id", UUID.class),
                    row.getString("name"),
                    row.getString("sku"),
                    row.getLong("total_stock"),
                    row.getLong("blocked_stock"),
                    row.getLong("available_stock"),
                    instant(row, "updated_at"),
                    StockColumns.of(row),
                    new StateStart(
                            instant(row, "stood_from"),
                            row.getLong("period_number"),
                            row.getLong("details_number"),
                            instant(row, "details_from")));
        }
    }

    /**
     * Since when a product has stood as it is.
     *
     * @param from the latest time of its events
     * @param periodNumber the sequence number of the event that began its period
     * @param detailsNumber the sequence number of the event since which the same searches find it
     * @param detailsFrom the instant from which that event counts
     */
    record StateStart(Instant from, long periodNumber, long detailsNumber, Instant detailsFrom) {}

    /** A row of {@code inventory_bindings} or of {@code movement_bindings}. */
    record Binding(String orderId, String warehouseId, long quantity) {}

    /** A row of {@code movement_heads}. */
    record MovementHead(long version, long detailsNumber, Instant stoodFrom, StockColumns stock) {

        private static MovementHead of(ResultSet row) throws SQLException {
            return new MovementHead(
                    row.getLong("version"),
                    row.getLong("details_number"),
                    instant(row, "stood_from"),
                    StockColumns.of(row));
        }
    }

    /** A row of {@code low_stock}. */
    record LowStockRow(
            long version,
            long available,
            long lowPosition,
            @Nullable Instant lowSince,
            StockColumns stock) {

        private static LowStockRow of(ResultSet row) throws SQLException {
            OffsetDateTime since = row.getObject("low_since", OffsetDateTime.class);
            return new LowStockRow(
                    row.getLong("version"),
                    row.getLong("available_stock"),
                    row.getLong("low_position"),
                    since == null ? null : since.toInstant(),
                    new StockColumns(
                            row.getLong("reserved_stock"),
                            StockColumns.byWarehouse(
                                    row.getString("warehouses"),
                                    row.getString("blocked_by_warehouse")),
                            new ModelPolicy(
                                    row.getLong("safety_stock"),
                                    0,
                                    row.getObject("reorder_point", Long.class)),
                            row.getBoolean("archived")));
        }
    }

    @FunctionalInterface
    private interface Reader {
        void read(String productId, ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final ServingGenerations serving;
    private final Map<String, InventoryRow> inventory = new HashMap<>();
    private final Map<String, Set<Binding>> inventoryBindings = new HashMap<>();
    private final Map<String, Long> lineHeads = new HashMap<>();
    private final Map<String, MovementHead> movementHeads = new HashMap<>();
    private final Map<String, Set<Binding>> movementBindings = new HashMap<>();
    private final Map<String, LowStockRow> lowStock = new HashMap<>();
    private final HistoryRows history;
    private final MovementRows movements;
    private final LineComparison lines;

    private ViewRows(Connection connection, ServingGenerations serving, String first, String last)
            throws SQLException {
        this.connection = connection;
        this.serving = serving;
        readAll(first, last);
        history = new HistoryRows(connection, serving, first, last);
        movements = MovementRows.open(connection, serving, first, last);
        lines = new LineComparison(connection, serving);
    }

    /** Opens the rows of the products from one id to another, both included. */
    public static ViewRows open(
            Connection connection, ServingGenerations serving, String first, String last)
            throws SQLException {
        return new ViewRows(connection, serving, first, last);
    }

    private void readAll(String first, String last) throws SQLException {
        read(INVENTORY, first, last, (id, row) -> inventory.put(id, InventoryRow.of(row)));
        read(INVENTORY_BINDINGS, first, last, (id, row) -> add(inventoryBindings, id, row));
        read(LINE_HEADS, first, last, (id, row) -> lineHeads.put(id, row.getLong("version")));
        read(MOVEMENT_HEADS, first, last, (id, row) -> movementHeads.put(id, MovementHead.of(row)));
        read(MOVEMENT_BINDINGS, first, last, (id, row) -> add(movementBindings, id, row));
        read(LOW_STOCK, first, last, (id, row) -> lowStock.put(id, LowStockRow.of(row)));
    }

    private static void add(Map<String, Set<Binding>> bindings, String productId, ResultSet row)
            throws SQLException {
        bindings.computeIfAbsent(productId, _ -> new HashSet<>())
                .add(
                        new Binding(
                                row.getString("order_id"),
                                row.getString("warehouse_id"),
                                row.getLong("quantity")));
    }

    private void read(String sql, String first, String last, Reader reader) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(serving.inRange(sql))) {
            select.setString(1, first);
            select.setString(2, last);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    reader.read(row.getString("product_id"), row);
                }
            }
        }
    }

    /**
     * Every product that has a row in any of the tables, except movements, periods and former
     * holdings.
     */
    public Set<String> productIds() {
        var ids = new HashSet<>(inventory.keySet());
        ids.addAll(history.productIds());
        ids.addAll(inventoryBindings.keySet());
        ids.addAll(lineHeads.keySet());
        ids.addAll(movementHeads.keySet());
        ids.addAll(movementBindings.keySet());
        ids.addAll(lowStock.keySet());
        return ids;
    }

    @Nullable InventoryRow inventory(String productId) {
        return inventory.get(productId);
    }

    Set<Binding> inventoryBindings(String productId) {
        return inventoryBindings.getOrDefault(productId, Set.of());
    }

    /** The version of the product's lines; 0 without a row. */
    long lineVersion(String productId) {
        return lineHeads.getOrDefault(productId, 0L);
    }

    @Nullable MovementHead movementHead(String productId) {
        return movementHeads.get(productId);
    }

    Set<Binding> movementBindings(String productId) {
        return movementBindings.getOrDefault(productId, Set.of());
    }

    @Nullable LowStockRow lowStock(String productId) {
        return lowStock.get(productId);
    }

    /** The rows by which the lists of the present and of the past find the products. */
    HistoryRows history() {
        return history;
    }

    MovementRows movements() {
        return movements;
    }

    /** The lines of orders, which are compared in groups. */
    LineComparison lines() {
        return lines;
    }

    /** Compares the lines of orders that are not compared yet. Each range ends with this call. */
    public void compareLines() throws SQLException {
        lines.compareAll();
    }

    @Override
    public void close() throws SQLException {
        movements.close();
        history.close();
        connection.commit();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
