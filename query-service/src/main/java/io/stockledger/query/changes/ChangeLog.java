package io.stockledger.query.changes;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Function;

/**
 * Records the products that a transaction changes, and notifies every replica when the transaction
 * commits. The call must be the last one before the commit: it locks the row of the head until
 * then, so that numbers are given in the order of the commits. (Postgres commits transactions with
 * notifications one by one in any case.) Thread-safe.
 */
public final class ChangeLog {

    /** The channel of the notifications. */
    public static final String CHANNEL = "stockledger_changes";

    /** A larger batch, such as one of a replica that is catching up, lists no products. */
    static final int PRODUCTS_LISTED_MAX = 1_000;

    private static final int CLEAN_UP_EVERY = 256;

    private static final String RECORD =
            """
            WITH head AS (
                UPDATE change_head SET number = number + 1 RETURNING number
            ), recorded AS (
                INSERT INTO changes (number, changed_at, product_ids, versions)
                SELECT number, clock_timestamp(), ?, ? FROM head
                RETURNING number
            )
            SELECT number, pg_notify(?, ? || number || ?) FROM recorded
            """;

    /**
     * Deletes changes that no replica needs: one that was disconnected for longer assumes that
     * everything has changed. The statement compares with {@code now()}, since an index cannot be
     * searched for {@code clock_timestamp()}.
     */
    static final String DELETE_OLD =
            """
            DELETE FROM changes WHERE changed_at < now() - interval '15 minutes'
            """;

    /** Records the products that have changed; nothing if there are none. */
    public void changed(Connection connection, Map<String, Long> versions) throws SQLException {
        if (!versions.isEmpty()) {
            record(connection, versions.size() > PRODUCTS_LISTED_MAX ? null : versions);
        }
    }

    /**
     * Records that every product may have changed, so that replicas discard all answers in memory;
     * for a caller that replaces the rows that are read.
     */
    public void everythingChanged(Connection connection) throws SQLException {
        record(connection, null);
    }

    private void record(Connection connection, @Nullable Map<String, Long> versions)
            throws SQLException {
        long number = insert(connection, versions);
        if (number % CLEAN_UP_EVERY == 0) {
            try (var delete = connection.prepareStatement(DELETE_OLD)) {
                delete.executeUpdate();
            }
        }
    }

    private static long insert(Connection connection, @Nullable Map<String, Long> versions)
            throws SQLException {
        try (var insert = connection.prepareStatement(RECORD)) {
            insert.setArray(1, array(connection, "text", versions, Map.Entry::getKey));
            insert.setArray(2, array(connection, "bigint", versions, Map.Entry::getValue));
            insert.setString(3, CHANNEL);
            insert.setString(4, ChangePayload.BEFORE_NUMBER);
            insert.setString(5, ChangePayload.afterNumber(versions));
            try (ResultSet row = insert.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("change_head has lost its row");
                }
                return row.getLong(1);
            }
        }
    }

    private static @Nullable Array array(
            Connection connection,
            String type,
            @Nullable Map<String, Long> versions,
            Function<Map.Entry<String, Long>, Object> column)
            throws SQLException {
        return versions == null
                ? null
                : connection.createArrayOf(
                        type, versions.entrySet().stream().map(column).toArray());
    }
}
