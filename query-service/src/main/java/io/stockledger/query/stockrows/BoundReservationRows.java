package io.stockledger.query.stockrows;

import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.stock.BoundReservation;
import io.stockledger.query.stock.BoundReservations;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * The table of a read model with one row per reservation that is bound to a warehouse: {@code
 * product_id}, {@code order_id}, {@code warehouse_id} and {@code quantity}. A batch has locked the
 * row of the product in another table before it uses this one. Thread-safe.
 */
public final class BoundReservationRows {

    private final String select;
    private final String upsert;
    private final String delete;

    public BoundReservationRows(String table) {
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

    /** Adds the reservations with these keys; a key without a row is left out. */
    public void read(
            Connection connection, List<BoundReservations.Key> keys, BoundReservations reservations)
            throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(select)) {
            new ColumnBinder(statement)
                    .text(keys, BoundReservations.Key::productId)
                    .text(keys, BoundReservations.Key::orderId);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reservations.add(
                            new BoundReservation(
                                    row.getString("product_id"),
                                    row.getString("order_id"),
                                    row.getString("warehouse_id"),
                                    row.getLong("quantity")));
                }
            }
        }
    }

    /** Writes the reservations that have changed; the row of one without a warehouse is deleted. */
    public void write(Connection connection, Collection<BoundReservation> changed)
            throws SQLException {
        List<BoundReservation> bound =
                changed.stream().filter(each -> each.warehouseId() != null).toList();
        List<BoundReservation> unbound =
                changed.stream().filter(each -> each.warehouseId() == null).toList();
        if (!bound.isEmpty()) {
            try (var statement = connection.prepareStatement(upsert)) {
                new ColumnBinder(statement)
                        .text(bound, BoundReservation::productId)
                        .text(bound, BoundReservation::orderId)
                        .text(bound, BoundReservation::warehouseId)
                        .whole(bound, BoundReservation::quantity);
                statement.executeUpdate();
            }
        }
        if (!unbound.isEmpty()) {
            try (var statement = connection.prepareStatement(delete)) {
                new ColumnBinder(statement)
                        .text(unbound, BoundReservation::productId)
                        .text(unbound, BoundReservation::orderId);
                statement.executeUpdate();
            }
        }
    }
}
