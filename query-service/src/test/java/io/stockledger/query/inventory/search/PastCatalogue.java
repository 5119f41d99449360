package io.stockledger.query.inventory.search;

import io.stockledger.query.testing.FilledTables;
import io.stockledger.query.testing.FilledTables.Fill;

import java.time.Instant;
import java.util.List;

/**
 * Products with twenty movements each, one a round: in every round each product is changed once, a
 * second after the product before it. The short run has 50,000 products and a million movements;
 * {@code -Dstockledger.test.past-products=1000000} makes a million products and 20 million
 * movements, which takes some minutes. The limits of the tests are the same for both.
 */
final class PastCatalogue {

    static final int PRODUCTS = Integer.getInteger("stockledger.test.past-products", 50_000);

    static final int ROUNDS = 20;

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private static final String TIME = "timestamptz '2025-01-01 00:00:00Z' + {n} * interval '1 s'";

    private static final String VIEW =
            """
            INSERT INTO inventory_view (product_id, name, sku, version)
            SELECT 'product-' || i,
                'Thing ' || (ARRAY['red', 'blue', 'green', 'black', 'white'])[1 + i % 5]
                    || CASE WHEN i % 100 = 0 THEN ' kettle ' ELSE ' mug ' END
                    || to_hex(i::bigint * 7919 % 1000003),
                'SKU-' || i, {rounds}
            FROM generate_series(1, {products}) AS i
            """;

    private static final String REGISTRATIONS =
            """
            UPDATE inventory_search s SET stood_from = r.at, registered_from = r.at
            FROM (
                SELECT 'product-' || i AS product_id, {timeOfProduct} AS at
                FROM generate_series(1, {products}) AS i
            ) AS r
            WHERE s.product_id = r.product_id
            """
                    .replace("{timeOfProduct}", TIME.replace("{n}", "i"));

    /** One product in a hundred had another name until its tenth movement. */
    private static final String FORMER_NAMES =
            """
            INSERT INTO inventory_former_search (product_id, sequence_number, sku, name_key,
                search_text, archived, stood_from, stood_until)
            SELECT s.product_id, 1, s.sku, s.name_key, replace(s.search_text, 'thing', 'former'),
                false, s.registered_from, s.registered_from + {rounds} / 2 * {products}
                    * interval '1 s'
            FROM inventory_search s
            WHERE s.sku LIKE '%00'
            """;

    private static final String RENAMED =
            """
            UPDATE inventory_search s SET stood_from = f.stood_until
            FROM inventory_former_search f
            WHERE s.product_id = f.product_id
            """;

    /** The available stock is 0 in one of 500 states, and from 1 to 999 in the others. */
    private static final String AVAILABLE =
            "CASE WHEN (i + v) % 500 = 0 THEN 0 ELSE 1 + (i::bigint * 7919 + v * 104729) % 999 END";

    private static final String MOVEMENTS =
            """
            INSERT INTO movements (product_id, sequence_number, position, event_id, occurred_at,
                stood_from, payload, correlation_id, total_stock, reserved_stock, available_stock,
                warehouses, type, warehouse_id)
            SELECT 'product-' || i, v, (v - 1)::bigint * {products} + i, gen_random_uuid(),
                {timeOfMovement}, {timeOfMovement},
                '{"type":"ProductRegistered","name":"Thing","sku":"SKU"}', NULL, {available}, 0,
                {available}, '{"main": 1}', 'StockReceived', 'main'
            FROM generate_series(1, {rounds}) AS v, generate_series(1, {products}) AS i
            """;

    private static final String PERIODS =
            """
            INSERT INTO inventory_periods (product_id, sequence_number, archived, available_stock,
                stood_from, stood_until)
            SELECT 'product-' || i, v, false, {available}, {timeOfMovement},
                CASE WHEN v = {rounds} THEN timestamptz 'infinity'
                    ELSE {timeOfMovement} + {products} * interval '1 s' END
            FROM generate_series(1, {rounds}) AS v, generate_series(1, {products}) AS i
            """;

    private static final String HEADS =
            """
            INSERT INTO movement_heads (product_id, version)
            SELECT 'product-' || i, {rounds} FROM generate_series(1, {products}) AS i
            """;

    private static final String RESERVATION_HEADS =
            """
            INSERT INTO reservation_heads (product_id, version)
            SELECT 'product-' || i, {rounds} FROM generate_series(1, {products}) AS i
            """;

    /** One warehouse holds half of the products, and fifty hold a hundredth each. */
    private static final String HOLDINGS =
            """
            INSERT INTO inventory_holdings (warehouse_id, product_id, sequence_number, stood_from)
            SELECT 'warehouse-' || CASE WHEN i % 2 = 0 THEN 0 ELSE i % 100 END, 'product-' || i, 1,
                {timeOfProduct}
            FROM generate_series(1, {products}) AS i
            """
                    .replace("{timeOfProduct}", TIME.replace("{n}", "i"));

    /** Fifty products had a lapsed reservation in the middle of the time. */
    private static final String LAPSES =
            """
            INSERT INTO reservation_lapses (product_id, sequence_number, during, quantity)
            SELECT 'product-' || i * ({products} / 50), {rounds} / 2 + 2,
                tstzrange({middle} - interval '5 s', {middle} + interval '5 s'), 1
            FROM generate_series(1, 50) AS i
            """;

    private static final class Filled {
        static final FilledTables TABLES =
                new FilledTables(
                        List.of(
                                "inventory_search_by_words",
                                "inventory_search_by_name",
                                "inventory_periods_by_available",
                                "movements_by_instant",
                                "movements_by_position",
                                "movements_by_product",
                                "movements_by_type",
                                "movements_by_warehouse",
                                "movements_by_time"),
                        List.of(
                                by(VIEW),
                                Catalogue::fillSearch,
                                by(REGISTRATIONS),
                                by(FORMER_NAMES),
                                by(RENAMED),
                                by(MOVEMENTS),
                                by(PERIODS),
                                by(HEADS),
                                by(RESERVATION_HEADS),
                                by(HOLDINGS),
                                by(LAPSES)));
    }

    private PastCatalogue() {}

    private static Fill by(String sql) {
        return Fill.by(
                sql.replace("{available}", AVAILABLE)
                        .replace(
                                "{timeOfMovement}",
                                TIME.replace("{n}", "((v - 1)::bigint * {products} + i)"))
                        .replace("{middle}", "timestamptz '" + middle() + "'")
                        .replace("{products}", Integer.toString(PRODUCTS))
                        .replace("{rounds}", Integer.toString(ROUNDS)));
    }

    static FilledTables tables() {
        return Filled.TABLES;
    }

    /** An instant at which half of the products have had ten movements and the others eleven. */
    static Instant middle() {
        return START.plusSeconds((long) ROUNDS / 2 * PRODUCTS + PRODUCTS / 2);
    }
}
