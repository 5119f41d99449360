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
 * Periods are read while the range is verified, in the order of products and sequence numbers. For
 * one thread.
 */
final class HistoryRows implements AutoCloseable {

    private static final int PERIODS_PER_FETCH = 1_000;

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
            SELECT product_id, warehouse_id, sequence_number, stood_from, NULL AS stood_until
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

    /**
     * A row of {@code inventory_holdings} or {@code inventory_former_holdings}.
     *
     * @param until null in the first
     */
    record Holding(
            String warehouseId, long sequenceNumber, Instant from, @Nullable Instant until) {}

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
            @Nullable Instant until) {}

    private final Connection connection;
    private final Map<String, SearchRow> search = new HashMap<>();
    private final Map<String, Set<FormerSearch>> formerSearch = new HashMap<>();
    private final Map<String, Set<Holding>> holdings = new HashMap<>();
    private final PreparedStatement periodStatement;
    private final ResultSet periods;
    private @Nullable Period nextPeriod;

    /** Reads the rows of the products from one id to another, both included. */
    HistoryRows(Connection connection, ServingGenerations serving, String first, String last)
            throws SQLException {
        this.connection = connection;
        for (String sql : new String[] {HOLDINGS, FORMER_HOLDINGS}) {
            read(serving.inRange(sql), first, last, this::addHolding);
        }
        read(serving.inRange(SEARCH), first, last, this::addSearch);
        read(serving.inRange(FORMER_SEARCH), first, last, this::addFormerSearch);
        periodStatement =
                connection.prepareStatement(
                        serving.inRange(PERIODS) + " ORDER BY product_id, sequence_number");
        periodStatement.setFetchSize(PERIODS_PER_FETCH);
        periodStatement.setString(1, first);
        periodStatement.setString(2, last);
        periods = periodStatement.executeQuery();
        advancePeriod();
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
        holdings.computeIfAbsent(productId, _ -> new HashSet<>())
                .add(
                        new Holding(
                                row.getString("warehouse_id"),
                                row.getLong("sequence_number"),
                                instant(row, "stood_from"),
                                instantOrNull(row, "stood_until")));
    }

    /** The products with any of these rows, except periods. */
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

    /** The warehouses that hold the product now, and those that held it before. */
    Set<Holding> holdings(String productId) {
        return holdings.getOrDefault(productId, Set.of());
    }

    /** The next period that has not been passed, or null after the last one. */
    @Nullable Period nextPeriod() {
        return nextPeriod;
    }

    void advancePeriod() throws SQLException {
        nextPeriod =
                periods.next()
                        ? new Period(
                                periods.getString(1),
                                periods.getLong(2),
                                periods.getBoolean(3),
                                periods.getLong(4),
                                instant(periods, "stood_from"),
                                instantOrNull(periods, "stood_until"))
                        : null;
    }

    @Override
    public void close() throws SQLException {
        periods.close();
        periodStatement.close();
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
