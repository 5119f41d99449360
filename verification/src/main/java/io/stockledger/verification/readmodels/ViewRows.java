package io.stockledger.verification.readmodels;

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
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The rows that the serving generations have of a range of products, at one moment. Movements and
 * the lines of orders are read while the range is verified, all other rows at once. For one thread.
 */
public final class ViewRows implements AutoCloseable {

    private static final String RANGE =
            """
             WHERE product_id >= ? COLLATE "C" AND product_id <= ? COLLATE "C"
            """;

    private static final String INVENTORY =
            """
            SELECT product_id, version, event_id, name, sku, total_stock, reserved_stock,
                   available_stock, warehouses, updated_at
            FROM {inventory}.inventory_view
            """;

    private static final String SEARCH = "SELECT product_id, sku FROM {inventory}.inventory_search";

    private static final String HOLDINGS =
            "SELECT product_id, warehouse_id FROM {inventory}.inventory_holdings";

    private static final String LINE_HEADS =
            "SELECT product_id, version FROM {reservations}.reservation_heads";

    private static final String MOVEMENT_HEADS =
            """
            SELECT product_id, version, reserved_stock, warehouses, stood_from
            FROM {movements}.movement_heads
            """;

    private static final String LOW_STOCK =
            """
            SELECT product_id, version, reserved_stock, warehouses, available_stock, low_position,
                   low_since
            FROM {low_stock}.low_stock
            """;

    /** A row of {@code inventory_view}; {@code eventId} is null in rows of older versions. */
    record InventoryRow(
            long version,
            @Nullable UUID eventId,
            String name,
            String sku,
            long total,
            long reserved,
            long available,
            SortedMap<String, Long> warehouses,
            Instant updatedAt) {}

    /** A row of {@code movement_heads}. */
    record MovementHead(
            long version, long reserved, SortedMap<String, Long> warehouses, Instant stoodFrom) {}

    /** A row of {@code low_stock}. */
    record LowStockRow(
            long version,
            long reserved,
            SortedMap<String, Long> warehouses,
            long available,
            long lowPosition,
            @Nullable Instant lowSince) {}

    @FunctionalInterface
    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final ServingGenerations serving;
    private final Map<String, InventoryRow> inventory = new HashMap<>();
    private final Map<String, String> searched = new HashMap<>();
    private final Map<String, Set<String>> holdings = new HashMap<>();
    private final Map<String, Long> lineHeads = new HashMap<>();
    private final Map<String, MovementHead> movementHeads = new HashMap<>();
    private final Map<String, LowStockRow> lowStock = new HashMap<>();
    private final MovementRows movements;
    private final LineComparison lines;

    private ViewRows(Connection connection, ServingGenerations serving, String first, String last)
            throws SQLException {
        this.connection = connection;
        this.serving = serving;
        readAll(first, last);
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
        read(
                INVENTORY,
                first,
                last,
                row ->
                        inventory.put(
                                row.getString(1),
                                new InventoryRow(
                                        row.getLong(2),
                                        row.getObject(3, UUID.class),
                                        row.getString(4),
                                        row.getString(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8),
                                        WarehouseText.read(row.getString(9)),
                                        instant(row, 10))));
        read(SEARCH, first, last, row -> searched.put(row.getString(1), row.getString(2)));
        read(
                HOLDINGS,
                first,
                last,
                row ->
                        holdings.computeIfAbsent(row.getString(1), _ -> new TreeSet<>())
                                .add(row.getString(2)));
        read(LINE_HEADS, first, last, row -> lineHeads.put(row.getString(1), row.getLong(2)));
        read(
                MOVEMENT_HEADS,
                first,
                last,
                row ->
                        movementHeads.put(
                                row.getString(1),
                                new MovementHead(
                                        row.getLong(2),
                                        row.getLong(3),
                                        WarehouseText.read(row.getString(4)),
                                        instant(row, 5))));
        read(
                LOW_STOCK,
                first,
                last,
                row ->
                        lowStock.put(
                                row.getString(1),
                                new LowStockRow(
                                        row.getLong(2),
                                        row.getLong(3),
                                        WarehouseText.read(row.getString(4)),
                                        row.getLong(5),
                                        row.getLong(6),
                                        instantOrNull(row, 7))));
    }

    private void read(String sql, String first, String last, Reader reader) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(serving.qualified(sql) + RANGE)) {
            select.setString(1, first);
            select.setString(2, last);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    /** Every product that has a row in any of the tables, except the movements. */
    public Set<String> productIds() {
        var ids = new HashSet<>(inventory.keySet());
        ids.addAll(searched.keySet());
        ids.addAll(holdings.keySet());
        ids.addAll(lineHeads.keySet());
        ids.addAll(movementHeads.keySet());
        ids.addAll(lowStock.keySet());
        return ids;
    }

    @Nullable InventoryRow inventory(String productId) {
        return inventory.get(productId);
    }

    /** The SKU in {@code inventory_search}, or null without a row. */
    @Nullable String searchedSku(String productId) {
        return searched.get(productId);
    }

    Set<String> holdings(String productId) {
        return holdings.getOrDefault(productId, Set.of());
    }

    /** The version of the product's lines; 0 without a row. */
    long lineVersion(String productId) {
        return lineHeads.getOrDefault(productId, 0L);
    }

    @Nullable MovementHead movementHead(String productId) {
        return movementHeads.get(productId);
    }

    @Nullable LowStockRow lowStock(String productId) {
        return lowStock.get(productId);
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
        connection.commit();
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
