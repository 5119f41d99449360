package io.stockledger.query.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeSet;

/**
 * The table of a read model with a row a product that tells its version: a batch locks the rows of
 * its products before it reads anything else of them. Thread-safe.
 */
public final class ProductRows {

    private final String selectLocked;
    private final String insertEmpty;
    private final String deleteEmpty;

    /** Takes in one row. */
    @FunctionalInterface
    public interface Taker {

        void take(ResultSet row) throws SQLException;
    }

    /**
     * The rows of a table.
     *
     * @param table has a key of its {@code product_id} alone, and defaults for all else
     * @param columns what is read of a row beside its {@code product_id}, which comes first
     */
    public ProductRows(String table, String columns) {
        this.selectLocked =
                """
                SELECT product_id, %s
                FROM %s
                WHERE product_id = ANY (?)
                ORDER BY product_id
                FOR UPDATE
                """
                        .formatted(columns, table);
        this.insertEmpty =
                """
                INSERT INTO %s (product_id)
                SELECT p.product_id FROM unnest(?) AS p (product_id)
                ON CONFLICT (product_id) DO NOTHING
                """
                        .formatted(table);
        this.deleteEmpty = "DELETE FROM %s WHERE product_id = ANY (?)".formatted(table);
    }

    /** What locks the rows of the products in its one parameter, a {@code text[]}. */
    public String selectLocked() {
        return selectLocked;
    }

    /**
     * Locks the products' rows, in the order of their ids. Those that have none get an empty one,
     * in the same order, so that two transactions which both see a product for the first time wait
     * for each other, and neither applies an event twice.
     *
     * @throws SQLException also for a deadlock, which is possible where three transactions see the
     *     same new product at once: the batch is projected again then
     */
    public void lock(Connection connection, Collection<String> productIds, Taker taker)
            throws SQLException {
        var missing = new TreeSet<>(productIds);
        Taker noting =
                row -> {
                    missing.remove(row.getString(1));
                    taker.take(row);
                };
        select(connection, productIds, noting);
        if (!missing.isEmpty()) {
            execute(connection, insertEmpty, missing);
            select(connection, new TreeSet<>(missing), noting);
        }
    }

    /** Takes away rows that stayed empty, since no event of theirs could be applied. */
    public void deleteEmpty(Connection connection, Collection<String> productIds)
            throws SQLException {
        if (!productIds.isEmpty()) {
            execute(connection, deleteEmpty, productIds);
        }
    }

    private void select(Connection connection, Collection<String> productIds, Taker taker)
            throws SQLException {
        try (var select = connection.prepareStatement(selectLocked)) {
            new ColumnBinder(select).text(productIds, id -> id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    taker.take(row);
                }
            }
        }
    }

    private static void execute(Connection connection, String sql, Collection<String> productIds)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            new ColumnBinder(statement).text(productIds, id -> id);
            statement.executeUpdate();
        }
    }
}
