package io.stockledger.query.sql;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;

/**
 * Binds a statement's parameters in their order, whole columns as arrays: a batch of any size is
 * one statement, {@code FROM unnest(?, ?)}. The driver sends arrays of {@code String} and {@code
 * Long} in binary, others as text. For one statement and one thread.
 */
public final class ColumnBinder {

    private final PreparedStatement statement;
    private int parameter;

    public ColumnBinder(PreparedStatement statement) {
        this.statement = statement;
    }

    /** A {@code text[]}, one element a row. */
    public <R> ColumnBinder text(Collection<R> rows, Function<R, @Nullable String> column)
            throws SQLException {
        var values = new @Nullable String[rows.size()];
        int i = 0;
        for (R row : rows) {
            values[i++] = column.apply(row);
        }
        return array("text", values);
    }

    /** A {@code bigint[]}, one element a row. */
    public <R> ColumnBinder whole(Collection<R> rows, Function<R, Long> column)
            throws SQLException {
        var values = new Long[rows.size()];
        int i = 0;
        for (R row : rows) {
            values[i++] = column.apply(row);
        }
        return array("bigint", values);
    }

    /** A {@code timestamptz[]}, one element a row. */
    public <R> ColumnBinder instants(Collection<R> rows, Function<R, @Nullable Instant> column)
            throws SQLException {
        var values = new @Nullable Object[rows.size()];
        int i = 0;
        for (R row : rows) {
            values[i++] = column.apply(row);
        }
        return array("timestamptz", values);
    }

    /** One value that is the same for all rows. */
    public ColumnBinder value(Object value) throws SQLException {
        statement.setObject(++parameter, value);
        return this;
    }

    private ColumnBinder array(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(++parameter, statement.getConnection().createArrayOf(type, values));
        return this;
    }
}
