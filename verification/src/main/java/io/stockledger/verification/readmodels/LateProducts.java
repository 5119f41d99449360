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

    /**
     * A row.
     *
     * @param version the version that it must reach
     * @param deadlineNanos by this time
     */
    private record Late(long version, long deadlineNanos) {}

    private final Duration wait;
    private final Map<ViewTable, Map<String, Late>> rows = new EnumMap<>(ViewTable.class);
    private long uncounted;

    /**
     * @param wait the time in which the read models must reach the event log
     */
    public LateProducts(Duration wait) {
        this.wait = wait;
    }

    /** Adds a row that is below this version of its product. */
    void add(ViewTable table, String productId, long version) {
        Map<String, Late> ofTable = rows.computeIfAbsent(table, _ -> new HashMap<>());
        if (ofTable.size() < ROWS_MAX) {
            ofTable.put(productId, new Late(version, System.nanoTime() + wait.toNanos()));
        } else {
            uncounted++;
        }
    }

    /**
     * Removes the rows that have reached their version, and reports those whose time is over.
     *
     * @return whether no row is left
     */
    public boolean settle(Connection views, ServingGenerations serving, Differences differences)
            throws SQLException {
        if (uncounted > 0) {
            differences.add(
                    "read models", "%d further rows are behind the log".formatted(uncounted));
            uncounted = 0;
        }
        if (!rows.isEmpty()) {
            removeCurrent(views, serving);
            rows.forEach((table, late) -> reportOverdue(table, late, differences));
            rows.values().removeIf(Map::isEmpty);
        }
        return rows.isEmpty();
    }

    /**
     * Waits until every row has reached its version, or its time is over and it is reported.
     *
     * @param atEachPause called before each pause; it may throw to end the wait
     */
    public void awaitAll(
            Connection views,
            ServingGenerations serving,
            Differences differences,
            Runnable atEachPause)
            throws SQLException {
        while (!settle(views, serving, differences)) {
            atEachPause.run();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        }
    }

    private void reportOverdue(ViewTable table, Map<String, Late> late, Differences differences) {
        long now = System.nanoTime();
        late.entrySet()
                .removeIf(
                        row -> {
                            boolean isOverdue = row.getValue().deadlineNanos - now <= 0;
                            if (isOverdue) {
                                differences.add(
                                        table.tableName(),
                                        "'%s' has not reached version %d, also %d s later"
                                                .formatted(
                                                        row.getKey(),
                                                        row.getValue().version,
                                                        wait.toSeconds()));
                            }
                            return isOverdue;
                        });
    }

    private void removeCurrent(Connection views, ServingGenerations serving) throws SQLException {
        for (Map.Entry<ViewTable, Map<String, Late>> late : rows.entrySet()) {
            String sql = serving.qualified(VERSIONS.formatted(late.getKey().placeholder()));
            List<String> productIds = new ArrayList<>(late.getValue().keySet());
            for (int from = 0; from < productIds.size(); from += PRODUCTS_PER_QUERY) {
                int to = Math.min(productIds.size(), from + PRODUCTS_PER_QUERY);
                removeCurrent(views, sql, productIds.subList(from, to), late.getValue());
            }
        }
        views.commit();
    }

    private static void removeCurrent(
            Connection views, String sql, List<String> productIds, Map<String, Late> behind)
            throws SQLException {
        try (PreparedStatement select = views.prepareStatement(sql)) {
            select.setArray(1, views.createArrayOf("text", productIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long version = row.getLong(2);
                    behind.computeIfPresent(
                            row.getString(1), (_, late) -> version < late.version ? late : null);
                }
            }
        }
    }
}
