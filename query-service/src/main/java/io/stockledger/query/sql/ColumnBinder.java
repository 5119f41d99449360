package io.stockledger.query.sql;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;

/**
 * Binds the parameters of a statement from first to last. A column of many rows is bound as one
 * array, so a batch of any size is one statement: {@code FROM unnest(?, ?)}. The driver sends
 * arrays of {@code String}, {@code Long} and {@code byte[]} in binary and all other arrays as text.
 * For one statement and one thread.
 */
public final class ColumnBinder {

    private final PreparedStatement statement;
    private int parameter;

    public ColumnBinder(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Binds a {@code text[]} with one element per row. */
    public <R> ColumnBinder text(Collection<R> rows, Function<R, @Nullable String> column)
            throws SQLException {
        var values = new @Nullable String[rows.size()];
        int i = 0;
        for (R row : rows) {
            values[i++] = column.apply(row);
        }
        return array("text", values);
    }

    /** Binds a {@code boolean[]} with one element per row. */
    public <R> ColumnBinder flags(Collection<R> rows, Function<R, Boolean> column)
            throws SQLException {
        var values = new Boolean[rows.size()];
        int i = 0;
        for (R row : rows) {
            values[i++] = column.apply(row);
        }
        return array("boolean", values);
    }

    /** Binds a {@code bigint[]} with one element per row. */
    public <R> ColumnBinder whole(Collection<R> rows, Function<R, @Nullable Long> column)
            throws SQLException {
        var values = new @Nullable Long[rows.size()];
        int i = 0;
        for (R row : rows) {
            values[i++] = column.apply(row);
        }
        return array("bigint", values);
    }

    /** Binds a {@code bytea[]} with one element per row. */
    public <R> ColumnBinder bytes(Collection<R> rows, Function<R, byte[]> column)
            throws SQLException {
        var values = new byte[rows.size()][];
        int i = 0;
        for (R row : rows) {
            values[i++] = column.apply(row);
        }
        return array("bytea", values);
    }

    /** Binds a {@code timestamptz[]} with one element per row. */
    public <R> ColumnBinder instants(Collection<R> rows, Function<R, @Nullable Instant> column)
            throws SQLException {
        var values = new @Nullable Object[rows.size()];
        int i = 0;
        for (R row : rows) {
            values[i++] = column.apply(row);
        }
        return array("timestamptz", values);
    }

    /** Binds a single value that all rows share. */
    public ColumnBinder value(Object value) throws SQLException {
        statement.setObject(++parameter, value);
        return this;
    }

    private ColumnBinder array(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(++parameter, statement.getConnection().createArrayOf(type, values));
        return this;
    }
}
