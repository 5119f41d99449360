package io.stockledger.query.changes;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Function;

/**
 * Records what a transaction changes, and has Postgres tell every replica when it commits. To be
 * called last before the commit: the head's row is locked until then, so that numbers are given in
 * the order of the commits. Postgres lets transactions that notify commit one by one anyway.
 * Thread-safe.
 */
public final class ChangeLog {

    public static final String CHANNEL = "stockledger_changes";

    /** A batch of more products than these, such as in catching up, lists none of them. */
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
     * What nobody can ask for any more: who was away for longer reads everything anew. By {@code
     * now()}, since an index cannot be searched for {@code clock_timestamp()}.
     */
    static final String DELETE_OLD =
            """
            DELETE FROM changes WHERE changed_at < now() - interval '15 minutes'
            """;

    /** Tells of products that have changed; of none, nothing is told. */
    public void changed(Connection connection, Map<String, Long> versions) throws SQLException {
        if (!versions.isEmpty()) {
            record(connection, versions.size() > PRODUCTS_LISTED_MAX ? null : versions);
        }
    }

    /**
     * Tells that anything may have changed: readers forget all they hold. For whoever puts other
     * rows in the place of those that are read.
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
