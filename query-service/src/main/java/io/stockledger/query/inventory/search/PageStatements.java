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
            SELECT p.product_id, p.name, p.sku, p.total_stock, p.reserved_stock, l.lapsed_stock,
                   p.warehouses, p.version, p.updated_at,
            {hold}
            FROM (
            {withoutLapsed}
            ) AS p
            CROSS JOIN LATERAL (
            {lapsedOfProduct}
            ) AS l
            ORDER BY {orderOfPage}
            """;

    private static final String SELECT_MERGED_PAGE =
            """
            WITH lapsed AS MATERIALIZED (
                SELECT v.product_id, l.lapsed_stock
                FROM (
                {lapsedByProduct}
                ) AS l
                JOIN inventory_view v ON v.product_id = l.product_id AND v.version = l.version
            )
            {andMatching}
            SELECT p.product_id, p.name, p.sku, p.total_stock, p.reserved_stock, p.lapsed_stock,
                   p.warehouses, p.version, p.updated_at,
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
            """;

    private static final String SELECT_PRODUCTS =
            """
            SELECT v.product_id, v.name, v.sku, v.total_stock, v.reserved_stock, v.available_stock,
                   {lapsedStock} AS lapsed_stock, v.warehouses, v.version, v.updated_at, s.sort_name
            FROM {source}
            {warehouse}
            WHERE {conditions}
            ORDER BY {order}
            LIMIT :limit
            """;

    private static final String ALL_PRODUCTS =
            """
            inventory_view v
            JOIN inventory_search s ON s.product_id = v.product_id
            """;

    /** Reads each gathered product by its key, which costs no more than gathering the keys. */
    private static final String MATCHING_PRODUCTS =
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

    private static final String LAPSED_PRODUCTS =
            """
            (
                SELECT i.product_id, i.name, i.sku, i.total_stock, i.reserved_stock,
                       greatest(0, i.total_stock - i.reserved_stock + l.lapsed_stock)
                           AS available_stock,
                       l.lapsed_stock, i.warehouses, i.version, i.updated_at
                FROM lapsed l
                JOIN inventory_view i ON i.product_id = l.product_id
            ) AS v
            {search}
            """;

    /** Reads the words of the few lapsed products by key, so that no index of words is scanned. */
    private static final String SEARCH_BY_KEY =
            """
            CROSS JOIN LATERAL (
                SELECT i.product_id, i.sku, i.sort_name, i.search_text
                FROM inventory_search i
                WHERE i.product_id = v.product_id
                OFFSET 0
            ) AS s
            """;

    private static final String SEARCH_OF_MATCHING =
            "JOIN matching s ON s.product_id = v.product_id";

    private static final String SELECT_MATCHING =
            """
            SELECT s.product_id, s.sku, s.sort_name
            FROM inventory_search s
            {warehouse}
            {scarce}
            WHERE {words}
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
                || !PageConditions.scarce(filter).isEmpty();
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
        SqlFragment warehouse = gathered ? SqlFragment.NONE : PageConditions.warehouse(filter);
        SqlFragment page =
                sort.isByAvailable() || filter.isByAvailable()
                        ? mergedPage(filter, conditions, warehouse, gathered)
                        : plainPage(filter, conditions, warehouse, gathered);
        return page.insert("hold", HOLDS)
                .insert("orderOfPage", sort.orderOfPage())
                .insert("order", sort.order())
                .bind("limit", Types.INTEGER, limit)
                .bind("now", Types.TIMESTAMP_WITH_TIMEZONE, now);
    }

    private static SqlFragment plainPage(
            InventoryFilter filter,
            List<SqlFragment> conditions,
            SqlFragment warehouse,
            boolean gathered) {
        return SqlFragment.of(SELECT_PAGE)
                .insert("withMatching", matching("WITH", filter, gathered))
                .insert("withoutLapsed", withoutLapsed(conditions, warehouse, gathered))
                .insert(
                        "lapsedOfProduct",
                        LapsedReservations.sumOfProduct("p.product_id", "p.version", ":now"));
    }

    private static SqlFragment mergedPage(
            InventoryFilter filter,
            List<SqlFragment> conditions,
            SqlFragment warehouse,
            boolean gathered) {
        var notLapsed = new ArrayList<>(conditions);
        notLapsed.add(NOT_LAPSED);
        SqlFragment withLapsed =
                products("v.lapsed_stock", LAPSED_PRODUCTS)
                        .insert("search", gathered ? SEARCH_OF_MATCHING : SEARCH_BY_KEY)
                        .insert("warehouse", warehouse)
                        .insert("conditions", SqlFragment.allOf(conditions));
        return SqlFragment.of(SELECT_MERGED_PAGE)
                .insert("lapsedByProduct", LapsedReservations.sumsByProduct(":now"))
                .insert("andMatching", matching(",", filter, gathered))
                .insert("withoutLapsed", withoutLapsed(notLapsed, warehouse, gathered))
                .insert("withLapsed", withLapsed);
    }

    private static SqlFragment withoutLapsed(
            List<SqlFragment> conditions, SqlFragment warehouse, boolean gathered) {
        return products("0", gathered ? MATCHING_PRODUCTS : ALL_PRODUCTS)
                .insert("warehouse", warehouse)
                .insert("conditions", SqlFragment.allOf(conditions));
    }

    private static SqlFragment products(String lapsedStock, String source) {
        return SqlFragment.of(SELECT_PRODUCTS)
                .insert("lapsedStock", lapsedStock)
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
        List<SqlFragment> conditions = PageConditions.scarce(filter);
        SqlFragment scarce =
                conditions.isEmpty()
                        ? SqlFragment.NONE
                        : SqlFragment.of(SCARCE_PRODUCTS)
                                .insert("conditions", SqlFragment.allOf(conditions));
        return SqlFragment.of(SELECT_MATCHING)
                .insert("warehouse", PageConditions.warehouse(filter))
                .insert("scarce", scarce)
                .insert("words", SqlFragment.allOf(PageConditions.words(filter)));
    }
}
