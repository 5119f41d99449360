package io.stockledger.query.testing;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection;
import io.stockledger.query.sql.ProductRows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A read model that counts the events of each product. Its two versions store the count in columns
 * of different names and types, like the code before and after a deployment.
 */
public final class EventTally implements Projection {

    public static final String NAME = "event_tally";

    private static final ProductRows ROWS = new ProductRows("event_tally", "version");

    private final int version;
    private final String update;

    private EventTally(int version, String update) {
        this.version = version;
        this.update = update;
    }

    /** Version 1: a column {@code events bigint}. */
    public static EventTally ofCounts() {
        return new EventTally(
                1, "UPDATE event_tally SET version = ?, events = ? WHERE product_id = ?");
    }

    /** Version 2: a column {@code in_words text} instead. */
    public static EventTally ofCountsInWords() {
        return new EventTally(
                2,
                "UPDATE event_tally SET version = ?, in_words = ? || ' events'"
                        + " WHERE product_id = ?");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public String migrations() {
        return "classpath:io/stockledger/query/testing/event_tally_" + version;
    }

    @Override
    public Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        var versions = new TreeMap<String, Long>();
        ROWS.lock(connection, events.keySet(), row -> readVersion(row, versions));
        return new CountingPass(connection, versions, update);
    }

    private static void readVersion(ResultSet row, Map<String, Long> versions) throws SQLException {
        versions.put(row.getString("product_id"), row.getLong("version"));
    }

    private record CountingPass(Connection connection, Map<String, Long> versions, String update)
            implements Pass {

        @Override
        public long versionOf(String productId) {
            return versions.getOrDefault(productId, 0L);
        }

        @Override
        public void apply(EventEnvelope event) {
            versions.merge(event.aggregateId(), 1L, Long::sum);
        }

        @Override
        public void write() throws SQLException {
            try (var statement = connection.prepareStatement(update)) {
                for (var counted : versions.entrySet()) {
                    statement.setLong(1, counted.getValue());
                    statement.setLong(2, counted.getValue());
                    statement.setString(3, counted.getKey());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }
}
