package io.stockledger.query.inventory.search;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The statements that {@link InventoryPages} runs. Thread-safe. */
final class PageStatements {

    /** Where nobody asks for what is available, what has lapsed is looked up for the page only. */
    private static final String SELECT_PAGE =
            """
            {with}
            SELECT p.product_id, p.name, p.sku, p.total_stock, p.reserved_stock, l.lapsed_stock,
                   p.warehouses, p.version, p.updated_at
            FROM (
                {recorded}
            ) AS p
            CROSS JOIN LATERAL (
                SELECT sum(r.reserved) AS lapsed_stock
                FROM reservations r
                JOIN reservation_heads h
                    ON h.product_id = r.product_id AND h.version = p.version
                WHERE r.product_id = p.product_id AND r.expires_at <= :now
            ) AS l
            ORDER BY {orderOfPage}
            """;

    /**
     * Else the page is merged from two: the products without lapsed reservations, which the index
     * finds, and the few with some, whose availability is computed.
     */
    private static final String SELECT_PAGE_BY_AVAILABLE =
            """
            WITH {matching}
            lapsed AS MATERIALIZED (
                SELECT v.product_id, l.quantity
                FROM (
                    SELECT r.product_id, CAST(sum(r.reserved) AS bigint) AS quantity
                    FROM reservations r
                    WHERE r.expires_at <= :now
                    GROUP BY r.product_id
                ) AS l
                JOIN reservation_heads h ON h.product_id = l.product_id
                JOIN inventory_view v ON v.product_id = l.product_id AND v.version = h.version
            )
            SELECT p.product_id, p.name, p.sku, p.total_stock, p.reserved_stock, p.lapsed_stock,
                   p.warehouses, p.version, p.updated_at
            FROM (
                (
                {recorded}
                ) UNION ALL (
                {lapsed}
                )
            ) AS p
            ORDER BY {orderOfPage}
            LIMIT :limit
            """;

    private static final String SELECT_PRODUCTS =
            """
            SELECT v.product_id, v.name, v.sku, v.total_stock, v.reserved_stock, v.available_stock,
                   {lapsedStock} AS lapsed_stock, v.warehouses, v.version, v.updated_at, s.sort_name
            FROM {source}
            {warehouse}
            WHERE (CAST(:afterId AS text) IS NULL OR {after})
                AND (CAST(:sku AS text) IS NULL OR s.sku = :sku)
                {words}
                AND (CAST(:inStock AS boolean) IS NULL
                    OR (CAST(:inStock AS boolean) AND v.available_stock > 0)
                    OR (NOT CAST(:inStock AS boolean) AND v.available_stock = 0))
                AND (CAST(:availableBelow AS bigint) IS NULL
                    OR v.available_stock < :availableBelow)
                {besides}
            ORDER BY {order}
            LIMIT :limit
            """;

    private static final String RECORDED =
            """
            inventory_view v
            JOIN inventory_search s ON s.product_id = v.product_id
            """;

    /** Each by its key: that is never dearer than what gathering them has cost. */
    private static final String RECORDED_OF_MATCHING =
            """
            matching s
            CROSS JOIN LATERAL (
                SELECT i.product_id, i.name, i.sku, i.total_stock, i.reserved_stock,
                       i.available_stock, i.warehouses, i.version, i.updated_at
                FROM inventory_view i
                WHERE i.product_id = s.product_id
                OFFSET 0
            ) AS v
            """;

    private static final String WITH_WORDS =
            """
            AND (CAST(:word1 AS text) IS NULL OR s.search_text LIKE :word1)
            AND (CAST(:word2 AS text) IS NULL OR s.search_text LIKE :word2)
            AND (CAST(:word3 AS text) IS NULL OR s.search_text LIKE :word3)
            AND (CAST(:word4 AS text) IS NULL OR s.search_text LIKE :word4)
            AND (CAST(:word5 AS text) IS NULL OR s.search_text LIKE :word5)
            AND (CAST(:word6 AS text) IS NULL OR s.search_text LIKE :word6)
            AND (CAST(:word7 AS text) IS NULL OR s.search_text LIKE :word7)
            AND (CAST(:word8 AS text) IS NULL OR s.search_text LIKE :word8)
            """;

    /**
     * What few products match is gathered by its indexes first, and the page is sorted from it.
     * Where the page's order was walked instead, these products could be far from its beginning,
     * and the planner does not know: a word, a warehouse or what is sold out may belong to one end
     * of the names. What is lapsed only adds to what is available, so that this is no fewer than
     * those that have so little available now.
     */
    private static final String SELECT_MATCHING =
            """
            SELECT s.product_id, s.sku, s.sort_name
            FROM inventory_search s
            {warehouse}
            {scarce}
            WHERE TRUE
            {words}
            """;

    private static final String SCARCE =
            """
            JOIN inventory_view w
                ON w.product_id = s.product_id
                AND (CAST(:inStock AS boolean) IS NOT FALSE OR w.available_stock = 0)
                AND (CAST(:availableBelow AS bigint) IS NULL
                    OR w.available_stock < :availableBelow)
            """;

    private static final String MATCHING =
            """
            matching AS MATERIALIZED (
                {selectMatching}
            )
            """;

    private static final String COUNT_MATCHING =
            """
            SELECT count(*)
            FROM (
                {selectMatching}
                LIMIT :gatheredMax + 1
            ) AS m
            """;

    private static final String LAPSED_PRODUCTS =
            """
            (
                SELECT i.product_id, i.name, i.sku, i.total_stock, i.reserved_stock,
                       greatest(0, i.total_stock - i.reserved_stock + l.quantity)
                           AS available_stock,
                       l.quantity AS lapsed_stock, i.warehouses, i.version, i.updated_at
                FROM lapsed l
                JOIN inventory_view i ON i.product_id = l.product_id
            ) AS v
            """;

    /** They are few: each one's words are looked at by its key, never all words there are. */
    private static final String LAPSED =
            """
            {lapsedProducts}
            CROSS JOIN LATERAL (
                SELECT i.product_id, i.sku, i.sort_name, i.search_text
                FROM inventory_search i
                WHERE i.product_id = v.product_id
                OFFSET 0
            ) AS s
            """;

    private static final String LAPSED_OF_MATCHING =
            """
            {lapsedProducts}
            JOIN matching s ON s.product_id = v.product_id
            """;

    private static final String BESIDES_LAPSED =
            "AND v.product_id NOT IN (SELECT l.product_id FROM lapsed l)";

    private static final String OF_ANY_WAREHOUSE = "";

    private static final String OF_ONE_WAREHOUSE =
            """
            JOIN inventory_holdings h
                ON h.product_id = s.product_id AND h.warehouse_id = :warehouseId
            """;

    /**
     * Which of the statements answers a question.
     *
     * @param byAvailable whether it is sorted or filtered by what is available
     * @param ofWarehouse whether it asks for what one warehouse holds
     * @param scarce whether it asks for products with nothing or little available
     * @param gathered whether what it matches is gathered before the page is sorted
     */
    private record Shape(
            InventorySort sort,
            boolean byAvailable,
            boolean ofWarehouse,
            boolean scarce,
            boolean gathered) {

        private static Shape of(InventorySort sort, InventoryFilter filter, boolean gathered) {
            boolean filtered = filter.inStock() != null || filter.availableBelow() != null;
            return new Shape(
                    sort,
                    sort.isByAvailable() || filtered,
                    filter.warehouseId() != null,
                    isScarce(filter),
                    gathered);
        }
    }

    /** Statements are put together when they are first asked for. */
    private static final Map<Shape, String> STATEMENTS = new ConcurrentHashMap<>();

    private PageStatements() {}

    /** Whether something about the question may match so few products that they are gathered. */
    static boolean mayBeGathered(InventoryFilter filter) {
        return !filter.words().isEmpty() || filter.warehouseId() != null || isScarce(filter);
    }

    /** Counts what the question matches, to one more than is gathered. */
    static String counting(InventoryFilter filter) {
        return COUNT_MATCHING.replace(
                "{selectMatching}", matching(filter.warehouseId() != null, isScarce(filter)));
    }

    /** The page itself. */
    static String of(InventorySort sort, InventoryFilter filter, boolean gathered) {
        return STATEMENTS.computeIfAbsent(
                Shape.of(sort, filter, gathered), PageStatements::statement);
    }

    private static boolean isScarce(InventoryFilter filter) {
        return Boolean.FALSE.equals(filter.inStock()) || filter.availableBelow() != null;
    }

    private static String statement(Shape shape) {
        boolean gathered = shape.gathered;
        String words = gathered ? "" : WITH_WORDS;
        String besides = shape.byAvailable ? BESIDES_LAPSED : "";
        String recorded = gathered ? RECORDED_OF_MATCHING : RECORDED;
        String lapsed = gathered ? LAPSED_OF_MATCHING : LAPSED;
        String matching =
                MATCHING.replace("{selectMatching}", matching(shape.ofWarehouse, shape.scarce));
        boolean walksWarehouse = shape.ofWarehouse && !gathered;
        return (shape.byAvailable ? SELECT_PAGE_BY_AVAILABLE : SELECT_PAGE)
                .replace("{recorded}", products(recorded, "0", words, besides))
                .replace("{lapsed}", products(lapsed, "v.lapsed_stock", words, ""))
                .replace("{lapsedProducts}", LAPSED_PRODUCTS)
                .replace("{with}", gathered ? "WITH " + matching : "")
                .replace("{matching}", gathered ? matching + "," : "")
                .replace("{warehouse}", walksWarehouse ? OF_ONE_WAREHOUSE : OF_ANY_WAREHOUSE)
                .replace("{after}", shape.sort.afterCondition())
                .replace("{orderOfPage}", shape.sort.orderOfPage())
                .replace("{order}", shape.sort.orderBy());
    }

    private static String matching(boolean ofWarehouse, boolean scarce) {
        return SELECT_MATCHING
                .replace("{warehouse}", ofWarehouse ? OF_ONE_WAREHOUSE : OF_ANY_WAREHOUSE)
                .replace("{scarce}", scarce ? SCARCE : "")
                .replace("{words}", WITH_WORDS);
    }

    private static String products(
            String source, String lapsedStock, String words, String besides) {
        return SELECT_PRODUCTS
                .replace("{source}", source)
                .replace("{lapsedStock}", lapsedStock)
                .replace("{words}", words)
                .replace("{besides}", besides);
    }
}
