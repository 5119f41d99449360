package io.stockledger.query.changes;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what has been recorded. Thread-safe where its client is. */
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
     * Up to where the changes go.
     *
     * @param feedId whose numbers these are; another database has another
     */
    public record Head(String feedId, long number) {}

    private final JdbcClient jdbc;

    public ChangeQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Head head() {
        return jdbc.sql(SELECT_HEAD)
                .query((row, _) -> new Head(row.getString(1), row.getLong(2)))
                .single();
    }

    /** The changes that follow a number, as far as they are kept and at most so many. */
    List<Change> after(long number, int changesMax) {
        return jdbc.sql(SELECT_AFTER)
                .params(number, changesMax)
                .query((row, _) -> change(row))
                .list();
    }

    /**
     * Which products have changed after one number up to another.
     *
     * @param productIds of these only, or of all where there is none
     * @param productsMax the most products that are named
     * @return nothing where it is not known any more, or there are more
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
        String[] only = productIds.toArray(String[]::new);
        List<String> changed =
                jdbc.sql(SELECT_PRODUCTS_SINCE)
                        .param(1, number)
                        .param(2, upTo)
                        .param(3, only)
                        .param(4, only)
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
