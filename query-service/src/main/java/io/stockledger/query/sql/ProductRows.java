package io.stockledger.query.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeSet;

/**
 * The table of a read model that has one row per product. A batch locks the rows of its products in
 * this table before it reads anything else about them. Thread-safe.
 */
public final class ProductRows {

    private final String selectLocked;
    private final String insertEmpty;
    private final String deleteEmpty;

    /** Reads the columns of the current row. */
    @FunctionalInterface
    public interface RowReader {

        void read(ResultSet row) throws SQLException;
    }

    /**
     * Describes a table.
     *
     * @param table its primary key is {@code product_id} alone, and all other columns have defaults
     * @param columns the columns that are read, separated by commas, beside {@code product_id},
     *     which is read first
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

    /** The statement that locks rows. Its one parameter is the products' ids as {@code text[]}. */
    public String selectLocked() {
        return selectLocked;
    }

    /**
     * Locks the rows of the products, in the order of their ids. A product without a row gets an
     * empty one, in the same order. Two transactions that both see a product for the first time
     * therefore wait for each other, and neither applies an event twice.
     *
     * @param reader is given each locked row once
     * @throws SQLException also for a deadlock, which is possible if three transactions see the
     *     same new product at the same time; the batch is then projected again
     */
    public void lock(Connection connection, Collection<String> productIds, RowReader reader)
            throws SQLException {
        var missing = new TreeSet<>(productIds);
        RowReader rememberingReader =
                row -> {
                    missing.remove(row.getString(1));
                    reader.read(row);
                };
        select(connection, productIds, rememberingReader);
        if (!missing.isEmpty()) {
            execute(connection, insertEmpty, missing);
            select(connection, new TreeSet<>(missing), rememberingReader);
        }
    }

    /** Deletes rows that are still empty because none of the product's events could be applied. */
    public void deleteEmpty(Connection connection, Collection<String> productIds)
            throws SQLException {
        if (!productIds.isEmpty()) {
            execute(connection, deleteEmpty, productIds);
        }
    }

    private void select(Connection connection, Collection<String> productIds, RowReader reader)
            throws SQLException {
        try (var select = connection.prepareStatement(selectLocked)) {
            new ColumnBinder(select).text(productIds, id -> id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
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
