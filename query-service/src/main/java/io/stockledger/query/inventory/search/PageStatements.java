package io.stockledger.query.inventory.search;

import io.stockledger.query.generations.Hold;
import io.stockledger.query.stock.LapsedReservations;

import org.jspecify.annotations.Nullable;

import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that {@link InventoryPages} runs, composed of the text blocks below and the
 * conditions of the request.
 *
 * <p>Two properties of the request decide which blocks a statement consists of:
 *
 * <ul>
 *   <li>Whether the page is sorted or filtered by available stock. If it is not, lapsed
 *       reservations are summed for the products of the page only. If it is, the page is merged
 *       from two parts: the products without lapsed reservations, which the index finds in order,
 *       and the few products with lapsed reservations, whose available stock is computed.
 *   <li>Whether the matching products are gathered first, see {@link #mayBeGathered}.
 * </ul>
 */
final class PageStatements {

    private static final String SELECT_PAGE =
            """
            {withMatching}
            SELECT {columns}, l.lapsed_stock, l.lapsed_by_warehouse,
            {hold}
            FROM (
            {withoutLapsed}
            ) AS p
            CROSS JOIN LATERAL (
            {lapsedOfProduct}
            ) AS l
            ORDER BY {orderOfPage}
            """
                    .replace("{columns}", InventoryQueries.columns("p"));

    private static final String SELECT_MERGED_PAGE =
            """
            WITH lapsed AS MATERIALIZED (
                SELECT v.product_id, l.lapsed_stock, l.lapsed_by_warehouse
                FROM (
                {lapsedByProduct}
                ) AS l
                JOIN inventory_view v ON v.product_id = l.product_id AND v.version = l.version
            )
            {andMatching}
            SELECT {columns}, p.lapsed_stock, p.lapsed_by_warehouse,
            {hold}
            FROM (
                (
                {withoutLapsed}
                ) UNION ALL (
                {withLapsed}
                )
            ) AS p
            ORDER BY {orderOfPage}
            LIMIT :limit
            """
                    .replace("{columns}", InventoryQueries.columns("p"));

    private static final String SELECT_PRODUCTS =
            """
            SELECT {columnsOfView}, v.available_stock, {lapsedStock} AS lapsed_stock,
                   {lapsedByWarehouse} AS lapsed_by_warehouse, s.name_key
            FROM {source}
            {warehouse}
            WHERE {conditions}
            ORDER BY {order}
            LIMIT :limit
            """
                    .replace("{columnsOfView}", InventoryQueries.columns("v"));

    /** Both parts are read in the order of the page, each by its index. */
    private static final String SELECT_CURRENT_AND_ARCHIVED =
            """
            SELECT {columns}, p.available_stock, p.lapsed_stock, p.lapsed_by_warehouse, p.name_key
            FROM (
                (
                {current}
                ) UNION ALL (
                {archived}
                )
            ) AS p
            ORDER BY {orderOfPage}
            LIMIT :limit
            """
                    .replace("{columns}", InventoryQueries.columns("p"));

    private static final String ALL_PRODUCTS =
            """
            inventory_view v
            JOIN inventory_search s ON s.product_id = v.product_id
            """;

    /** Reads each gathered product by its key. */
    private static final String MATCHING_PRODUCTS =
            """
            {matching} s
            CROSS JOIN LATERAL (
                SELECT {columnsOfMatching}, i.available_stock
                FROM inventory_view i
                WHERE i.product_id = s.product_id
                OFFSET 0
            ) AS v
            """
                    .replace("{columnsOfMatching}", InventoryQueries.columns("i"));

    /** The gathered products of the page, so that the stock of no other product is read. */
    private static final String MATCHING_OF_PAGE =
            """
            (
                SELECT s.product_id, s.sku, s.name_key
                FROM matching s
                WHERE {conditions}
                ORDER BY {order}
                LIMIT :limit
            )
            """;

    private static final String LAPSED_PRODUCTS =
            """
            (
                SELECT {columnsOfLapsed},
                       greatest(0, i.total_stock - i.blocked_stock - i.safety_stock
                           - i.reserved_stock + l.lapsed_stock) AS available_stock,
                       l.lapsed_stock, l.lapsed_by_warehouse
                FROM lapsed l
                JOIN inventory_view i ON i.product_id = l.product_id
            ) AS v
            {search}
            """
                    .replace("{columnsOfLapsed}", InventoryQueries.columns("i"));

    /** Reads the words of the few lapsed products by key, so that no index of words is scanned. */
    private static final String SEARCH_BY_KEY =
            """
            CROSS JOIN LATERAL (
                SELECT i.product_id, i.sku, i.name_key, i.search_text
                FROM inventory_search i
                WHERE i.product_id = v.product_id
                OFFSET 0
            ) AS s
            """;

    private static final String SEARCH_OF_MATCHING =
            "JOIN matching s ON s.product_id = v.product_id";

    private static final String SELECT_MATCHING =
            """
            SELECT s.product_id, s.sku, s.name_key
            FROM inventory_search s
            {warehouse}
            {scarce}
            WHERE {conditions}
            """;

    private static final String MATCHING =
            """
            {keyword} matching AS MATERIALIZED (
            {selectMatching}
            )
            """;

    private static final String COUNT_MATCHING =
            """
            SELECT count(*)
            FROM (
            {selectMatching}
                LIMIT :countMax
            ) AS m
            """;

    private static final String SCARCE_PRODUCTS =
            """
            JOIN inventory_view v ON v.product_id = s.product_id AND {conditions}
            """;

    private static final String HOLDS = Hold.column("p.product_id") + ",\n" + Hold.columnOfAll();

    private static final String NO_WAREHOUSES = "CAST(NULL AS jsonb)";

    private static final SqlFragment ALL_MATCHING = SqlFragment.of("matching");

    private static final SqlFragment NOT_LAPSED =
            SqlFragment.of("v.product_id NOT IN (SELECT l.product_id FROM lapsed l)");

    private PageStatements() {}

    /**
     * Whether the request may match so few products that they are first gathered with indexes and
     * then sorted. If the products were scanned in the order of the page instead, the matching ones
     * could be far from its beginning: all products with a certain word, in a certain warehouse or
     * without stock may be at one end of the order. The planner does not know this.
     */
    static boolean mayBeGathered(InventoryFilter filter) {
        return !filter.words().isEmpty()
                || filter.warehouseId() != null
                || !PageConditions.scarce(filter, "v").isEmpty();
    }

    /** Counts the products that the request matches, up to a limit. */
    static SqlFragment count(InventoryFilter filter, int countMax) {
        return SqlFragment.of(COUNT_MATCHING)
                .insert("selectMatching", selectMatching(filter))
                .bind("countMax", Types.INTEGER, countMax);
    }

    /**
     * Selects a page.
     *
     * @param after the last item of the page before; null for the first page
     * @param now the instant that decides which reservations have lapsed
     * @param gathered whether the matching products are gathered first
     */
    static SqlFragment page(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            int limit,
            OffsetDateTime now,
            boolean gathered) {
        List<SqlFragment> conditions = PageConditions.of(sort, filter, after, gathered);
        SqlFragment page =
                sort.isByAvailable() || filter.isByAvailable()
                        ? mergedPage(filter, conditions, gathered)
                        : plainPage(sort, filter, after, conditions, gathered);
        return page.insert("hold", HOLDS)
                .insert("orderOfPage", sort.orderOfPage())
                .insert("order", sort.order())
                .bind("limit", Types.INTEGER, limit)
                .bind("now", Types.TIMESTAMP_WITH_TIMEZONE, now);
    }

    private static SqlFragment plainPage(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            List<SqlFragment> conditions,
            boolean gathered) {
        SqlFragment withoutLapsed =
                gathered
                        ? ofMatching(matchingOfPage(sort, filter, after), conditions)
                        : inOrder(filter, conditions);
        return SqlFragment.of(SELECT_PAGE)
                .insert("withMatching", matching("WITH", filter, gathered))
                .insert("withoutLapsed", withoutLapsed)
                .insert(
                        "lapsedOfProduct",
                        LapsedReservations.sumOfProduct("p.product_id", "p.version", ":now"));
    }

    private static SqlFragment mergedPage(
            InventoryFilter filter, List<SqlFragment> conditions, boolean gathered) {
        SqlFragment warehouse = gathered ? SqlFragment.NONE : PageConditions.warehouse(filter);
        var notLapsed = new ArrayList<>(conditions);
        notLapsed.add(NOT_LAPSED);
        var lapsed = new ArrayList<>(conditions);
        if (filter.archived() != null) {
            lapsed.add(PageConditions.archived("v", filter.archived()));
        }
        SqlFragment withoutLapsed =
                gathered ? ofMatching(ALL_MATCHING, notLapsed) : inOrder(filter, notLapsed);
        SqlFragment withLapsed =
                products("v.lapsed_stock", "v.lapsed_by_warehouse", LAPSED_PRODUCTS)
                        .insert("search", gathered ? SEARCH_OF_MATCHING : SEARCH_BY_KEY)
                        .insert("warehouse", warehouse)
                        .insert("conditions", SqlFragment.allOf(lapsed));
        return SqlFragment.of(SELECT_MERGED_PAGE)
                .insert("lapsedByProduct", LapsedReservations.sumsByProduct(":now"))
                .insert("andMatching", matching(",", filter, gathered))
                .insert("withoutLapsed", withoutLapsed)
                .insert("withLapsed", withLapsed);
    }

    /**
     * The gathered products that are on the page, if its order is one of {@code inventory_search};
     * otherwise all gathered products.
     */
    private static SqlFragment matchingOfPage(
            InventorySort sort, InventoryFilter filter, @Nullable InventoryCursor after) {
        if (!sort.isById() && !sort.isByName()) {
            return ALL_MATCHING;
        }
        var conditions = new ArrayList<SqlFragment>();
        if (after != null) {
            conditions.add(sort.after(after, "s", "s"));
        }
        if (filter.sku() != null) {
            conditions.add(PageConditions.sku(filter.sku()));
        }
        return SqlFragment.of(MATCHING_OF_PAGE)
                .insert("conditions", SqlFragment.allOf(conditions))
                .insert("order", sort.order("s", "s"));
    }

    private static SqlFragment ofMatching(SqlFragment matching, List<SqlFragment> conditions) {
        return products("0", NO_WAREHOUSES, MATCHING_PRODUCTS)
                .insert("matching", matching)
                .insert("warehouse", SqlFragment.NONE)
                .insert("conditions", SqlFragment.allOf(conditions));
    }

    private static SqlFragment inOrder(InventoryFilter filter, List<SqlFragment> conditions) {
        SqlFragment warehouse = PageConditions.warehouse(filter);
        Boolean archived = filter.archived();
        return archived != null
                ? inOrder(archived, conditions, warehouse)
                : SqlFragment.of(SELECT_CURRENT_AND_ARCHIVED)
                        .insert("current", inOrder(false, conditions, warehouse))
                        .insert("archived", inOrder(true, conditions, warehouse));
    }

    /** Products in the order of the page: the archived ones, or the others. */
    private static SqlFragment inOrder(
            boolean archived, List<SqlFragment> conditions, SqlFragment warehouse) {
        var all = new ArrayList<>(conditions);
        all.add(PageConditions.archived("v", archived));
        all.add(PageConditions.archived("s", archived));
        return products("0", NO_WAREHOUSES, ALL_PRODUCTS)
                .insert("warehouse", warehouse)
                .insert("conditions", SqlFragment.allOf(all));
    }

    private static SqlFragment products(
            String lapsedStock, String lapsedByWarehouse, String source) {
        return SqlFragment.of(SELECT_PRODUCTS)
                .insert("lapsedStock", lapsedStock)
                .insert("lapsedByWarehouse", lapsedByWarehouse)
                .insert("source", source);
    }

    /**
     * The common table expression with the gathered products; empty if they are not gathered.
     *
     * @param keyword the SQL text before the common table expression
     */
    private static SqlFragment matching(String keyword, InventoryFilter filter, boolean gathered) {
        return gathered
                ? SqlFragment.of(MATCHING)
                        .insert("keyword", keyword)
                        .insert("selectMatching", selectMatching(filter))
                : SqlFragment.NONE;
    }

    /**
     * The products that the request matches, without the condition on the sku. No product with
     * little available stock is missing, because lapsed reservations only raise the stored
     * quantity.
     */
    private static SqlFragment selectMatching(InventoryFilter filter) {
        List<SqlFragment> conditions = PageConditions.scarce(filter, "v");
        boolean isScarce = !conditions.isEmpty();
        if (filter.archived() != null) {
            conditions.add(PageConditions.archived("v", filter.archived()));
        }
        SqlFragment scarce =
                !isScarce
                        ? SqlFragment.NONE
                        : SqlFragment.of(SCARCE_PRODUCTS)
                                .insert("conditions", SqlFragment.allOf(conditions));
        var searched = new ArrayList<>(PageConditions.words(filter));
        if (filter.archived() != null) {
            searched.add(PageConditions.archived("s", filter.archived()));
        }
        return SqlFragment.of(SELECT_MATCHING)
                .insert("warehouse", PageConditions.warehouse(filter))
                .insert("scarce", scarce)
                .insert("conditions", SqlFragment.allOf(searched));
    }
}
