package io.stockledger.verification.readmodels;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The rows of a range of products in their order, which are read while the range is verified. For
 * one thread.
 */
final class RowCursor<R> implements AutoCloseable {

    private static final int ROWS_PER_FETCH = 1_000;

    @FunctionalInterface
    interface Reader<R> {
        R read(ResultSet row) throws SQLException;
    }

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final Reader<R> reader;
    private @Nullable R next;

    /**
     * Opens the rows of the products from one id to another, both included.
     *
     * @param sql an ordered statement with both ids as parameters
     */
    RowCursor(Connection connection, String sql, String first, String last, Reader<R> reader)
            throws SQLException {
        this.reader = reader;
        statement = connection.prepareStatement(sql);
        statement.setFetchSize(ROWS_PER_FETCH);
        statement.setString(1, first);
        statement.setString(2, last);
        rows = statement.executeQuery();
        advance();
    }

    /** The next row that has not been passed, or null after the last one. */
    @Nullable R next() {
        return next;
    }

    void advance() throws SQLException {
        next = rows.next() ? reader.read(rows) : null;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        statement.close();
    }
}
