package io.stockledger.query.inventory.search;

import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.testing.FilledTables;
import io.stockledger.query.testing.FilledTables.Fill;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A million products, created once for all tests of the package. Every name contains the word
 * "thing", one in five "red" and one in a hundred "kettle". All kettles are red, have one of ten
 * quantities and are adjacent in the order of the names, far from both ends: the planner estimates
 * such rows wrongly, because it assumes that columns are independent.
 */
final class Catalogue {

    private static final String PRODUCTS =
            """
            INSERT INTO inventory_view (product_id, name, sku, total_stock, reserved_stock,
                available_stock, warehouses, version, updated_at)
            SELECT 'product-' || i,
                'Thing ' || (ARRAY['red', 'blue', 'green', 'black', 'white'])[1 + i % 5]
                    || CASE WHEN i % 100 = 0 THEN ' kettle ' ELSE ' mug ' END
                    || to_hex(i::bigint * 7919 % 1000003),
                'SKU-' || i, i % 1000, 0,
                CASE WHEN i % 500 = 0 THEN 0 ELSE i % 1000 END, '{"main": 1}', 3,
                timestamptz '2026-01-01' + (i::bigint * 7919 % 1000003) * interval '1 s'
            FROM generate_series(1, 1000000) AS i
            """;

    private static final String SELECT_NAMES = "SELECT product_id, sku, name FROM inventory_view";

    private static final String INSERT_SEARCH_ROWS =
            """
            INSERT INTO inventory_search (product_id, sku, name_key, search_text)
            SELECT s.product_id, s.sku, s.name_key, s.search_text
            FROM unnest(?, ?, ?, ?) AS s (product_id, sku, name_key, search_text)
            """;

    private static final int ROWS_PER_STATEMENT = 50_000;

    /** One warehouse holds half of the products, and fifty hold a hundredth each. */
    private static final String HOLDINGS =
            """
            INSERT INTO inventory_holdings (warehouse_id, product_id)
            SELECT 'warehouse-' || CASE WHEN i % 2 = 0 THEN 0 ELSE i % 100 END, 'product-' || i
            FROM generate_series(1, 1000000) AS i
            """;

    /** One reservation in twenty has an expiry, and 200 of these 5,000 have lapsed. */
    private static final String RESERVATIONS =
            """
            INSERT INTO reservations (order_id, product_id, reserved, shipped, status, expires_at)
            SELECT 'order-' || i, 'product-' || i, 1, 0, 'open',
                CASE WHEN i % 20 = 0 THEN timestamptz '2026-01-01' + i * interval '1 s' END
            FROM generate_series(1, 100000) AS i
            """;

    private static final String RESERVATION_HEADS =
            """
            INSERT INTO reservation_heads (product_id, version)
            SELECT 'product-' || i, 3 FROM generate_series(1, 100000) AS i
            """;

    static final OffsetDateTime NOW = OffsetDateTime.of(2026, 1, 1, 1, 6, 40, 0, ZoneOffset.UTC);

    private static final class Filled {
        static final FilledTables TABLES =
                new FilledTables(
                        List.of("inventory_search_by_words"),
                        List.of(
                                Fill.by(PRODUCTS),
                                Catalogue::fillSearch,
                                Fill.by(HOLDINGS),
                                Fill.by(RESERVATIONS),
                                Fill.by(RESERVATION_HEADS)));
    }

    private record NamedProduct(String productId, String sku, String name) {}

    private Catalogue() {}

    /** Adds the names of all rows of {@code inventory_view} to the search. */
    static void fillSearch(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_PER_STATEMENT);
            var products = new ArrayList<NamedProduct>();
            try (ResultSet row = statement.executeQuery(SELECT_NAMES)) {
                while (row.next()) {
                    products.add(
                            new NamedProduct(row.getString(1), row.getString(2), row.getString(3)));
                    if (products.size() == ROWS_PER_STATEMENT) {
                        insert(connection, products);
                        products.clear();
                    }
                }
            }
            insert(connection, products);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void insert(Connection connection, List<NamedProduct> products)
            throws SQLException {
        try (var insert = connection.prepareStatement(INSERT_SEARCH_ROWS)) {
            new ColumnBinder(insert)
                    .text(products, NamedProduct::productId)
                    .text(products, NamedProduct::sku)
                    .bytes(products, product -> NameOrder.key(product.name))
                    .text(products, p -> SearchText.of(p.name, p.sku, p.productId));
            insert.executeUpdate();
        }
    }

    static FilledTables million() {
        return Filled.TABLES;
    }
}
