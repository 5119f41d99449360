package io.stockledger.query.changes;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the recorded changes. Thread-safe if its client is. */
public final class ChangeQueries {

    private static final String SELECT_HEAD =
            """
            SELECT feed_id, number FROM change_head
            """;

    private static final String SELECT_READING =
            """
            SELECT h.feed_id, h.number, last.changed_at, known.changed_at
            FROM change_head h
            LEFT JOIN changes last ON last.number = h.number
            LEFT JOIN changes known ON known.number = ?
            """;

    static final String SELECT_AFTER =
            """
            SELECT number, product_ids, versions
            FROM changes
            WHERE number > ?
            ORDER BY number
            LIMIT ?
            """;

    static final String COUNT_SINCE =
            """
            SELECT count(*), coalesce(bool_or(product_ids IS NULL), false)
            FROM changes
            WHERE number > ? AND number <= ?
            """;

    static final String SELECT_PRODUCTS_SINCE =
            """
            SELECT DISTINCT p.product_id
            FROM changes c
            CROSS JOIN LATERAL unnest(c.product_ids) AS p (product_id)
            WHERE c.number > ? AND c.number <= ?
                AND (cardinality(?) = 0 OR p.product_id = ANY (?))
            LIMIT ?
            """;

    /**
     * The last change in the database.
     *
     * @param feedId the identity of the sequence of numbers; each database has its own
     */
    public record Head(String feedId, long number) {

        /** Whether a database with this last change contains that one; otherwise it lost it. */
        public boolean includes(Head earlier) {
            return feedId.equals(earlier.feedId) && number >= earlier.number;
        }
    }

    /**
     * The last change in the database, and the time of a change that was the last one before.
     *
     * @param changedAt the time of the last change; null if the change is not kept
     * @param knownChangedAt the time of the change with the known number; null if it is not kept
     */
    public record Reading(
            Head head,
            @Nullable OffsetDateTime changedAt,
            @Nullable OffsetDateTime knownChangedAt) {}

    private final JdbcClient jdbc;

    /** Reads with that client. */
    public ChangeQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last change. */
    public Head head() {
        return jdbc.sql(SELECT_HEAD)
                .query((row, _) -> new Head(row.getString(1), row.getLong(2)))
                .single();
    }

    /**
     * The last change, and the time of another one.
     *
     * @param knownNumber the number of the other change
     */
    public Reading reading(long knownNumber) {
        return jdbc.sql(SELECT_READING)
                .param(knownNumber)
                .query(
                        (row, _) ->
                                new Reading(
                                        new Head(row.getString(1), row.getLong(2)),
                                        row.getObject(3, OffsetDateTime.class),
                                        row.getObject(4, OffsetDateTime.class)))
                .single();
    }

    /** The changes after a number that are still kept, in order, up to a limit. */
    List<Change> after(long number, int changesMax) {
        return jdbc.sql(SELECT_AFTER)
                .params(number, changesMax)
                .query((row, _) -> change(row))
                .list();
    }

    /**
     * The products that have changed after one number, up to and including another.
     *
     * @param productIds the products in question; if empty, all
     * @param productsMax the largest number of products in the result
     * @return empty if the changes are no longer known, or if more products have changed
     */
    public Optional<List<String>> productsSince(
            long number, long upTo, Collection<String> productIds, int productsMax) {
        boolean known =
                jdbc.sql(COUNT_SINCE)
                        .params(number, upTo)
                        .query((row, _) -> row.getLong(1) == upTo - number && !row.getBoolean(2))
                        .single();
        if (!known) {
            return Optional.empty();
        }
        String[] chosen = productIds.toArray(String[]::new);
        List<String> changed =
                jdbc.sql(SELECT_PRODUCTS_SINCE)
                        .param(1, number)
                        .param(2, upTo)
                        .param(3, chosen)
                        .param(4, chosen)
                        .param(5, productsMax + 1)
                        .query((row, _) -> row.getString(1))
                        .list();
        return changed.size() > productsMax ? Optional.empty() : Optional.of(changed);
    }

    private static Change change(ResultSet row) throws SQLException {
        long number = row.getLong(1);
        if (row.getArray(2) == null) {
            return Change.everything(number);
        }
        String[] productIds = (String[]) row.getArray(2).getArray();
        Long[] numbers = (Long[]) row.getArray(3).getArray();
        Map<String, Long> versions = HashMap.newHashMap(productIds.length);
        for (int i = 0; i < productIds.length; i++) {
            versions.put(productIds[i], numbers[i]);
        }
        return Change.of(number, versions);
    }
}
