package io.stockledger.query.inventory.search;

import io.stockledger.query.testing.FilledTables;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

    private static final String SEARCH =
            """
            INSERT INTO inventory_search (product_id, sku, sort_name, search_text)
            SELECT product_id, sku, lower(name),
                lower(name || E'\\n' || sku || E'\\n' || product_id)
            FROM inventory_view
            """;

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
                        PRODUCTS,
                        SEARCH,
                        HOLDINGS,
                        RESERVATIONS,
                        RESERVATION_HEADS);
    }

    private Catalogue() {}

    static FilledTables million() {
        return Filled.TABLES;
    }
}
