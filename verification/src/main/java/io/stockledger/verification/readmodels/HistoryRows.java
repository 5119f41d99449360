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

/**
 * The rows of a range of products by which the lists of the present and of the past find them.
 * Periods and former holdings are read while the range is verified, in the order of products and
 * sequence numbers. For one thread.
 */
final class HistoryRows implements AutoCloseable {

    private static final String SEARCH =
            """
            SELECT product_id, sku, archived, stood_from, registered_from
            FROM {inventory}.inventory_search
            """;

    private static final String FORMER_SEARCH =
            """
            SELECT product_id, sequence_number, sku, archived, stood_from, stood_until
            FROM {inventory}.inventory_former_search
            """;

    private static final String HOLDINGS =
            """
            SELECT product_id, warehouse_id, sequence_number, stood_from
            FROM {inventory}.inventory_holdings
            """;

    private static final String FORMER_HOLDINGS =
            """
            SELECT product_id, warehouse_id, sequence_number, stood_from, stood_until
            FROM {inventory}.inventory_former_holdings
            """;

    private static final String PERIODS =
            """
            SELECT product_id, sequence_number, archived, available_stock, stood_from,
                   nullif(stood_until, 'infinity') AS stood_until
            FROM {inventory}.inventory_periods
            """;

    /** A row of {@code inventory_search}. */
    record SearchRow(String sku, boolean archived, Instant stoodFrom, Instant registeredFrom) {}

    /** A row of {@code inventory_former_search}. */
    record FormerSearch(
            long sequenceNumber, String sku, boolean archived, Instant from, Instant until) {}

    /** A row of {@code inventory_holdings}. */
    record Holding(String warehouseId, long sequenceNumber, Instant from) {

        private static Holding of(ResultSet row) throws SQLException {
            return new Holding(
                    row.getString("warehouse_id"),
                    row.getLong("sequence_number"),
                    instant(row, "stood_from"));
        }
    }

    /** A row of {@code inventory_former_holdings}. */
    record FormerHolding(String productId, Holding holding, Instant until) {

        private static FormerHolding of(ResultSet row) throws SQLException {
            return new FormerHolding(
                    row.getString("product_id"), Holding.of(row), instant(row, "stood_until"));
        }
    }

    /**
     * A row of {@code inventory_periods}.
     *
     * @param until null in the last period
     */
    record Period(
            String productId,
            long sequenceNumber,
            boolean archived,
            long available,
            Instant from,
            @Nullable Instant until) {

        private static Period of(ResultSet row) throws SQLException {
            return new Period(
                    row.getString("product_id"),
                    row.getLong("sequence_number"),
                    row.getBoolean("archived"),
                    row.getLong("available_stock"),
                    instant(row, "stood_from"),
                    instantOrNull(row, "stood_until"));
        }
    }

    private final Connection connection;
    private final Map<String, SearchRow> search = new HashMap<>();
    private final Map<String, Set<FormerSearch>> formerSearch = new HashMap<>();
    private final Map<String, Set<Holding>> holdings = new HashMap<>();
    private final RowCursor<Period> periods;
    private final RowCursor<FormerHolding> formerHoldings;

    /** Reads the rows of the products from one id to another, both included. */
    HistoryRows(Connection connection, ServingGenerations serving, String first, String last)
            throws SQLException {
        this.connection = connection;
        read(serving.inRange(HOLDINGS), first, last, this::addHolding);
        read(serving.inRange(SEARCH), first, last, this::addSearch);
        read(serving.inRange(FORMER_SEARCH), first, last, this::addFormerSearch);
        periods =
                new RowCursor<>(
                        connection,
                        serving.inRange(PERIODS) + " ORDER BY product_id, sequence_number",
                        first,
                        last,
                        Period::of);
        formerHoldings =
                new RowCursor<>(
                        connection,
                        serving.inRange(FORMER_HOLDINGS)
                                + " ORDER BY product_id, sequence_number, warehouse_id",
                        first,
                        last,
                        FormerHolding::of);
    }

    @FunctionalInterface
    private interface Reader {
        void read(String productId, ResultSet row) throws SQLException;
    }

    private void read(String sql, String first, String last, Reader reader) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, first);
            select.setString(2, last);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    reader.read(row.getString("product_id"), row);
                }
            }
        }
    }

    private void addSearch(String productId, ResultSet row) throws SQLException {
        search.put(
                productId,
                new SearchRow(
                        row.getString("sku"),
                        row.getBoolean("archived"),
                        instant(row, "stood_from"),
                        instant(row, "registered_from")));
    }

    private void addFormerSearch(String productId, ResultSet row) throws SQLException {
        formerSearch
                .computeIfAbsent(productId, _ -> new HashSet<>())
                .add(
                        new FormerSearch(
                                row.getLong("sequence_number"),
                                row.getString("sku"),
                                row.getBoolean("archived"),
                                instant(row, "stood_from"),
                                instant(row, "stood_until")));
    }

    private void addHolding(String productId, ResultSet row) throws SQLException {
        holdings.computeIfAbsent(productId, _ -> new HashSet<>()).add(Holding.of(row));
    }

    /** The products with any of these rows, except periods and former holdings. */
    Set<String> productIds() {
        var ids = new HashSet<>(search.keySet());
        ids.addAll(formerSearch.keySet());
        ids.addAll(holdings.keySet());
        return ids;
    }

    @Nullable SearchRow search(String productId) {
        return search.get(productId);
    }

    Set<FormerSearch> formerSearch(String productId) {
        return formerSearch.getOrDefault(productId, Set.of());
    }

    /** The warehouses that hold the product now. */
    Set<Holding> holdings(String productId) {
        return holdings.getOrDefault(productId, Set.of());
    }

    RowCursor<Period> periods() {
        return periods;
    }

    /** The warehouses that held the products before. */
    RowCursor<FormerHolding> formerHoldings() {
        return formerHoldings;
    }

    @Override
    public void close() throws SQLException {
        periods.close();
        formerHoldings.close();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column)
            throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
