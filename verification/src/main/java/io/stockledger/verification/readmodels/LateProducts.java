package io.stockledger.verification.readmodels;

import io.stockledger.verification.Differences;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The rows that were behind the event log when they were read. A system that is running is always a
 * little behind, so that a row is a difference only if it has not reached the version within a set
 * time. For one thread.
 */
public final class LateProducts {

    /** More rows than these are counted as differences at once. */
    private static final int ROWS_MAX = 100_000;

    private static final int PRODUCTS_PER_QUERY = 1_000;
    private static final long PAUSE_MS = 200;

    private static final String VERSIONS =
            """
            SELECT product_id, version FROM %s WHERE product_id = ANY (?::text[])
            """;

    private final Duration wait;
    private final Map<ViewTable, Map<String, Long>> versions = new EnumMap<>(ViewTable.class);
    private long uncounted;

    /**
     * @param wait the time in which the read models must reach the event log
     */
    public LateProducts(Duration wait) {
        this.wait = wait;
    }

    /** Adds a row that is below this version of its product. */
    void add(ViewTable table, String productId, long version) {
        Map<String, Long> ofTable = versions.computeIfAbsent(table, _ -> new HashMap<>());
        if (ofTable.size() < ROWS_MAX) {
            ofTable.put(productId, version);
        } else {
            uncounted++;
        }
    }

    /** Waits until every row has reached its version, and reports those that have not. */
    public void reportThoseStillBehind(
            Connection views, ServingGenerations serving, Differences differences)
            throws SQLException {
        long deadline = System.nanoTime() + wait.toNanos();
        removeCurrent(views, serving);
        while (!versions.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
            removeCurrent(views, serving);
        }
        versions.forEach(
                (table, behind) ->
                        behind.forEach(
                                (productId, version) ->
                                        differences.add(
                                                table.tableName(),
                                                "'%s' has not reached version %d, also %d s later"
                                                        .formatted(
                                                                productId,
                                                                version,
                                                                wait.toSeconds()))));
        if (uncounted > 0) {
            differences.add(
                    "read models", "%d further rows are behind the log".formatted(uncounted));
        }
    }

    private void removeCurrent(Connection views, ServingGenerations serving) throws SQLException {
        for (Map.Entry<ViewTable, Map<String, Long>> late : versions.entrySet()) {
            String sql = serving.qualified(VERSIONS.formatted(late.getKey().placeholder()));
            List<String> productIds = new ArrayList<>(late.getValue().keySet());
            for (int from = 0; from < productIds.size(); from += PRODUCTS_PER_QUERY) {
                int to = Math.min(productIds.size(), from + PRODUCTS_PER_QUERY);
                removeCurrent(views, sql, productIds.subList(from, to), late.getValue());
            }
        }
        views.commit();
        versions.values().removeIf(Map::isEmpty);
    }

    private static void removeCurrent(
            Connection views, String sql, List<String> productIds, Map<String, Long> behind)
            throws SQLException {
        try (PreparedStatement select = views.prepareStatement(sql)) {
            select.setArray(1, views.createArrayOf("text", productIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long version = row.getLong(2);
                    behind.computeIfPresent(
                            row.getString(1), (_, wanted) -> version < wanted ? wanted : null);
                }
            }
        }
    }
}
