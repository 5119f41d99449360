package io.stockledger.query.sql;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The table of a read model with one row per reservation that is bound to a warehouse: {@code
 * product_id}, {@code order_id}, {@code warehouse_id} and {@code quantity}. A batch has locked the
 * row of the product in another table before it uses this one. Thread-safe.
 *
 * @param <R> a row
 */
public final class BindingRows<R> {

    private final Function<R, @Nullable String> productId;
    private final Function<R, @Nullable String> orderId;
    private final Function<R, @Nullable String> warehouseId;
    private final Function<R, @Nullable Long> quantity;
    private final String select;
    private final String upsert;
    private final String delete;

    /** Describes a table, and the columns of a row; a row without a warehouse is deleted. */
    public BindingRows(
            String table,
            Function<R, @Nullable String> productId,
            Function<R, @Nullable String> orderId,
            Function<R, @Nullable String> warehouseId,
            Function<R, @Nullable Long> quantity) {
        this.productId = productId;
        this.orderId = orderId;
        this.warehouseId = warehouseId;
        this.quantity = quantity;
        this.select =
                """
                SELECT b.product_id, b.order_id, b.warehouse_id, b.quantity
                FROM unnest(?, ?) AS k (product_id, order_id)
                JOIN %s b ON b.product_id = k.product_id AND b.order_id = k.order_id
                """
                        .formatted(table);
        this.upsert =
                """
                INSERT INTO %s (product_id, order_id, warehouse_id, quantity)
                SELECT b.product_id, b.order_id, b.warehouse_id, b.quantity
                FROM unnest(?, ?, ?, ?) AS b (product_id, order_id, warehouse_id, quantity)
                ON CONFLICT (product_id, order_id) DO UPDATE SET
                    warehouse_id = EXCLUDED.warehouse_id,
                    quantity = EXCLUDED.quantity
                """
                        .formatted(table);
        this.delete =
                """
                DELETE FROM %s b
                USING unnest(?, ?) AS k (product_id, order_id)
                WHERE b.product_id = k.product_id AND b.order_id = k.order_id
                """
                        .formatted(table);
    }

    /** The statement that reads rows. Its parameters are two arrays: product ids and order ids. */
    public String select() {
        return select;
    }

    /** The statement that deletes rows, with the same parameters. */
    public String delete() {
        return delete;
    }

    /** Reads the rows with these keys; a key without a row is left out. */
    public <K> void read(
            Connection connection,
            List<K> keys,
            Function<K, @Nullable String> productIdOf,
            Function<K, @Nullable String> orderIdOf,
            ProductRows.RowReader reader)
            throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(select)) {
            new ColumnBinder(statement).text(keys, productIdOf).text(keys, orderIdOf);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    /** Writes the rows. */
    public void write(Connection connection, Collection<R> rows) throws SQLException {
        List<R> bound = rows.stream().filter(row -> warehouseId.apply(row) != null).toList();
        List<R> unbound = rows.stream().filter(row -> warehouseId.apply(row) == null).toList();
        if (!bound.isEmpty()) {
            try (var statement = connection.prepareStatement(upsert)) {
                new ColumnBinder(statement)
                        .text(bound, productId)
                        .text(bound, orderId)
                        .text(bound, warehouseId)
                        .whole(bound, quantity);
                statement.executeUpdate();
            }
        }
        if (!unbound.isEmpty()) {
            try (var statement = connection.prepareStatement(delete)) {
                new ColumnBinder(statement).text(unbound, productId).text(unbound, orderId);
                statement.executeUpdate();
            }
        }
    }
}
