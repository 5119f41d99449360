package io.stockledger.query.changes;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
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
    public record Head(String feedId, long number) {}

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
