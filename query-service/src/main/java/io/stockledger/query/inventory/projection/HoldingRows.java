package io.stockledger.query.inventory.projection;

import io.stockledger.query.sql.ColumnBinder;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows of {@code inventory_holdings} and {@code inventory_former_holdings} that one batch
 * writes. Not thread-safe.
 */
final class HoldingRows {

    private static final String INSERT_HOLDINGS =
            """
            INSERT INTO inventory_holdings (warehouse_id, product_id, sequence_number, stood_from)
            SELECT h.warehouse_id, h.product_id, h.sequence_number, h.stood_from
            FROM unnest(?, ?, ?, ?) AS h (warehouse_id, product_id, sequence_number, stood_from)
            """;

    static final String END_HOLDINGS =
            """
            WITH ended AS (
                DELETE FROM inventory_holdings h
                USING unnest(?, ?, ?) AS e (warehouse_id, product_id, stood_until)
                WHERE h.warehouse_id = e.warehouse_id AND h.product_id = e.product_id
                RETURNING h.warehouse_id, h.product_id, h.sequence_number, h.stood_from,
                    e.stood_until
            )
            INSERT INTO inventory_former_holdings (warehouse_id, product_id, sequence_number,
                stood_from, stood_until)
            SELECT d.warehouse_id, d.product_id, d.sequence_number, d.stood_from, d.stood_until
            FROM ended d
            """;

    private static final String INSERT_FORMER_HOLDINGS =
            """
            INSERT INTO inventory_former_holdings (warehouse_id, product_id, sequence_number,
                stood_from, stood_until)
            SELECT f.warehouse_id, f.product_id, f.sequence_number, f.stood_from, f.stood_until
            FROM unnest(?, ?, ?, ?, ?)
                AS f (warehouse_id, product_id, sequence_number, stood_from, stood_until)
            """;

    private record Key(String productId, String warehouseId) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byProduct = productId.compareTo(other.productId);
            return byProduct == 0 ? warehouseId.compareTo(other.warehouseId) : byProduct;
        }
    }

    private record Begin(long sequenceNumber, Instant from) {}

    private record FormerHolding(Key key, Begin begin, Instant until) {}

    private final Map<Key, Begin> begun = new TreeMap<>();
    private final Map<Key, Instant> ended = new TreeMap<>();
    private final List<FormerHolding> former = new ArrayList<>();

    void apply(StockChange change) {
        Set<String> after = StockChange.stockedWarehouses(change.after());
        Set<String> before = change.stockedWarehousesBefore();
        if (after.equals(before)) {
            return;
        }
        for (String warehouseId : before) {
            if (!after.contains(warehouseId)) {
                end(new Key(change.productId(), warehouseId), change.from());
            }
        }
        for (String warehouseId : after) {
            if (!before.contains(warehouseId)) {
                begun.put(
                        new Key(change.productId(), warehouseId),
                        new Begin(change.sequenceNumber(), change.from()));
            }
        }
    }

    private void end(Key key, Instant until) {
        Begin begin = begun.remove(key);
        if (begin == null) {
            ended.put(key, until);
        } else {
            former.add(new FormerHolding(key, begin, until));
        }
    }

    void write(Connection connection) throws SQLException {
        if (!ended.isEmpty()) {
            try (var delete = connection.prepareStatement(END_HOLDINGS)) {
                new ColumnBinder(delete)
                        .text(ended.keySet(), Key::warehouseId)
                        .text(ended.keySet(), Key::productId)
                        .instants(ended.values(), until -> until);
                delete.executeUpdate();
            }
        }
        if (!begun.isEmpty()) {
            try (var insert = connection.prepareStatement(INSERT_HOLDINGS)) {
                new ColumnBinder(insert)
                        .text(begun.keySet(), Key::warehouseId)
                        .text(begun.keySet(), Key::productId)
                        .whole(begun.values(), Begin::sequenceNumber)
                        .instants(begun.values(), Begin::from);
                insert.executeUpdate();
            }
        }
        if (!former.isEmpty()) {
            insertFormer(connection);
        }
    }

    private void insertFormer(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT_FORMER_HOLDINGS)) {
            new ColumnBinder(insert)
                    .text(former, row -> row.key.warehouseId)
                    .text(former, row -> row.key.productId)
                    .whole(former, row -> row.begin.sequenceNumber)
                    .instants(former, row -> row.begin.from)
                    .instants(former, FormerHolding::until);
            insert.executeUpdate();
        }
    }
}
