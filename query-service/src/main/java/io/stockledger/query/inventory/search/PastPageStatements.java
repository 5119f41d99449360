package io.stockledger.query.inventory.search;

import io.stockledger.query.generations.Hold;
import io.stockledger.query.inventory.search.PastMatches.Way;
import io.stockledger.query.stock.LapsedReservations;
import io.stockledger.query.stock.PastStock;

import org.jspecify.annotations.Nullable;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements for pages of products as they were at an instant, composed of the text blocks
 * below and the conditions of the request.
 *
 * <h2>Tables</h2>
 *
 * The rows {@code s} are the names and SKUs at the instant, from {@code inventory_search} and
 * {@code inventory_former_search}. The rows {@code v} are the stock at the instant, which {@link
 * PastStock} finds by the key of a product. The rows {@code k} are products in an order of their
 * stock: by available stock those of {@code inventory_periods}, and by time those of {@code
 * movements}. The indexes of both contain every state that a product has had. An entry whose state
 * had ended at the instant, or had not begun, is skipped without a read of its row.
 *
 * <h2>Order of the work</h2>
 *
 * As with the page of now, few matching products are gathered first and then sorted, see {@link
 * PageStatements#mayBeGathered}; if few products were registered at the instant, these are
 * gathered. Otherwise the products are scanned in the order of the page: by id and name the rows
 * {@code s}, by stock the rows {@code k}. Only in the order by available stock do the rows {@code
 * k} lack lapsed reservations; the page is then merged from two parts, as the page of now.
 *
 * <h2>Limit</h2>
 *
 * Ascending by the last change, the scan skips the oldest movements one by one if their products
 * have changed since. Such a page may take longer than the limit of reads.
 */
final class PastPageStatements {

    private static final String SELECT_PAGE =
            """
            {with}
            SELECT {columns}, p.lapsed_stock, p.lapsed_by_warehouse,
            {holds}
            FROM (
            {parts}
            ) AS p
            ORDER BY {orderOfPage}
            LIMIT :limit
            """
                    .replace("{columns}", InventoryQueries.columns("p"))
                    .replace("{holds}", Hold.column("p.product_id") + ",\n" + Hold.columnOfAll());

    private static final String PART =
            """
            (
            SELECT {columns}, v.available_stock, v.lapsed_stock, v.lapsed_by_warehouse, s.name_key
            FROM {source}
            CROSS JOIN LATERAL (
            {itemAt}
            ) AS v
            WHERE {conditions}
            ORDER BY {order}
            LIMIT :limit
            )
            """
                    .replace("{columns}", InventoryQueries.columns("v"))
                    .replace("{itemAt}", PastStock.itemAt("s.product_id", ":asOf"));

    private static final String SELECT_ALL =
            """
            SELECT {columns}, v.lapsed_stock, v.lapsed_by_warehouse,
            {hold}
            FROM {source}
            CROSS JOIN LATERAL (
            {itemAt}
            ) AS v
            WHERE {conditions}
            ORDER BY {order}
            """
                    .replace("{columns}", InventoryQueries.columns("v"))
                    .replace("{hold}", Hold.column("v.product_id"))
                    .replace("{itemAt}", PastStock.itemAt("s.product_id", ":asOf"));

    /**
     * The names and SKUs of all times. The condition on the time is outside, since Postgres reads
     * both tables in the order of their indexes only if neither part has a condition of its own.
     */
    static final String DETAILS =
            """
            (
                SELECT i.product_id, i.sku, i.name_key, i.search_text, i.archived, i.stood_from,
                    CAST('infinity' AS timestamptz) AS stood_until
                FROM inventory_search i
                UNION ALL
                SELECT f.product_id, f.sku, f.name_key, f.search_text, f.archived, f.stood_from,
                    f.stood_until
                FROM inventory_former_search f
            ) AS s
            """;

    static final SqlFragment DETAILS_AT_INSTANT =
            SqlFragment.of("s.stood_from <= :asOf AND s.stood_until > :asOf");

    /** The same for one product of the rows {@code k}, by its key. */
    static final String DETAILS_BY_KEY =
            """
            CROSS JOIN LATERAL (
                SELECT i.product_id, i.sku, i.name_key, i.search_text, i.archived
                FROM inventory_search i
                WHERE i.product_id = k.product_id AND i.stood_from <= :asOf
                UNION ALL
                SELECT f.product_id, f.sku, f.name_key, f.search_text, f.archived
                FROM inventory_former_search f
                WHERE f.product_id = k.product_id
                    AND f.stood_from <= :asOf AND f.stood_until > :asOf
            ) AS s
            """;

    private static final String PERIODS = "inventory_periods k\n" + DETAILS_BY_KEY;

    private static final String LAPSED = "lapsed k\n" + DETAILS_BY_KEY;

    /** The subquery by which a later movement is looked for is no join, so it is never hashed. */
    private static final String CHANGES =
            """
            (
                SELECT m.product_id, m.occurred_at AS updated_at, m.archived
                FROM movements m
                WHERE m.occurred_at <= :asOf AND m.stood_from <= :asOf
                    AND coalesce((
                        SELECT n.stood_from
                        FROM movements n
                        WHERE n.product_id = m.product_id
                            AND n.sequence_number = m.sequence_number + 1
                    ), 'infinity') > :asOf
            ) AS k
            {details}
            """
                    .replace("{details}", DETAILS_BY_KEY.strip());

    private static final String MATCHING = "matching s";

    /** In the order of the page, so that the stock is read of the products of the page only. */
    private static final String SORTED_MATCHING =
            """
            (
                SELECT m.product_id, m.sku, m.name_key FROM matching m ORDER BY {orderOfMatching}
            ) AS s
            """;

    /**
     * Whether a warehouse held a product, by the keys of both tables. With {@code EXISTS} Postgres
     * might read all products of the warehouse instead.
     */
    private static final String IN_WAREHOUSE =
            """
            coalesce((
                SELECT true
                FROM inventory_holdings h
                WHERE h.warehouse_id = :warehouseId AND h.product_id = s.product_id
                    AND h.stood_from <= :asOf
            ), (
                SELECT true
                FROM inventory_former_holdings f
                WHERE f.warehouse_id = :warehouseId AND f.product_id = s.product_id
                    AND f.stood_from <= :asOf AND f.stood_until > :asOf
                LIMIT 1
            ), false)
            """;

    private PastPageStatements() {}

    /**
     * Selects a page.
     *
     * @param after the last item of the page before; null for the first page
     */
    static SqlFragment page(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            int limit,
            Instant asOf,
            Way way) {
        List<SqlFragment> parts =
                way == Way.SCANNED
                        ? scanned(sort, filter, after)
                        : List.of(ofMatching(sort, filter, after));
        SqlFragment page =
                SqlFragment.of(SELECT_PAGE)
                        .insert("with", with(sort, filter, way))
                        .insert("parts", SqlFragment.unionOf(parts))
                        .insert("orderOfPage", sort.orderOfPage())
                        .bind("limit", Types.INTEGER, limit);
        return bound(page, asOf);
    }

    /** Selects all products of a request, without a limit. */
    static SqlFragment all(InventorySort sort, InventoryFilter filter, Instant asOf) {
        var conditions = searchConditions(filter);
        conditions.add(DETAILS_AT_INSTANT);
        addArchived(filter.archived(), conditions);
        conditions.addAll(PageConditions.available(filter, "v"));
        return bound(
                SqlFragment.of(SELECT_ALL)
                        .insert("source", DETAILS)
                        .insert("conditions", SqlFragment.allOf(conditions))
                        .insert("order", order(sort, "v")),
                asOf);
    }

    static SqlFragment bound(SqlFragment statement, Instant asOf) {
        return statement.bind("asOf", Types.TIMESTAMP_WITH_TIMEZONE, asOf.atOffset(ZoneOffset.UTC));
    }

    private static SqlFragment with(InventorySort sort, InventoryFilter filter, Way way) {
        if (way != Way.SCANNED) {
            return SqlFragment.of("WITH matching AS MATERIALIZED (\n{selectMatching}\n)")
                    .insert("selectMatching", PastMatches.select(filter, way));
        }
        return sort.isByAvailable()
                ? SqlFragment.of("WITH lapsed AS MATERIALIZED (\n{products}\n)")
                        .insert("products", LapsedReservations.productsOfPast(":asOf"))
                : SqlFragment.NONE;
    }

    private static SqlFragment ofMatching(
            InventorySort sort, InventoryFilter filter, @Nullable InventoryCursor after) {
        var conditions = new ArrayList<SqlFragment>();
        addAfter(after, sort, "v", conditions);
        if (filter.sku() != null) {
            conditions.add(PageConditions.sku(filter.sku()));
        }
        conditions.addAll(PageConditions.available(filter, "v"));
        String source =
                sort.isByTime() || sort.isByAvailable()
                        ? MATCHING
                        : SORTED_MATCHING.replace("{orderOfMatching}", sort.order("m", "m"));
        return part(source, sort, "v", conditions);
    }

    /** The parts of a page that is read in order; each is in the order of the page. */
    private static List<SqlFragment> scanned(
            InventorySort sort, InventoryFilter filter, @Nullable InventoryCursor after) {
        if (sort.isByTime()) {
            var conditions = searchConditions(filter);
            addAfter(after, sort, "k", conditions);
            conditions.addAll(PageConditions.available(filter, "v"));
            addArchived(filter.archived(), conditions);
            if (filter.archived() != null) {
                conditions.add(PageConditions.archived("k", filter.archived()));
            }
            return List.of(part(CHANGES, sort, "k", conditions));
        }
        var parts = new ArrayList<SqlFragment>();
        for (boolean archived : archivedValues(filter)) {
            parts.add(
                    sort.isByAvailable()
                            ? ofPeriods(sort, filter, after, archived)
                            : ofDetails(sort, filter, after, archived));
        }
        if (sort.isByAvailable()) {
            parts.add(ofLapsed(sort, filter, after));
        }
        return parts;
    }

    private static List<Boolean> archivedValues(InventoryFilter filter) {
        Boolean archived = filter.archived();
        return archived == null ? List.of(false, true) : List.of(archived);
    }

    private static SqlFragment ofDetails(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            boolean archived) {
        var conditions = searchConditions(filter);
        addAfter(after, sort, "v", conditions);
        conditions.add(DETAILS_AT_INSTANT);
        addArchived(archived, conditions);
        conditions.addAll(PageConditions.available(filter, "v"));
        return part(DETAILS, sort, "v", conditions);
    }

    private static SqlFragment ofPeriods(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            boolean archived) {
        var conditions = searchConditions(filter);
        addAfter(after, sort, "k", conditions);
        conditions.add(PageConditions.archived("k", archived));
        conditions.add(
                SqlFragment.of(
                        "k.stood_from <= :asOf AND k.stood_until > :asOf"
                                + " AND k.product_id NOT IN (SELECT l.product_id FROM lapsed l)"));
        conditions.addAll(PageConditions.available(filter, "k"));
        return part(PERIODS, sort, "k", conditions);
    }

    private static SqlFragment ofLapsed(
            InventorySort sort, InventoryFilter filter, @Nullable InventoryCursor after) {
        var conditions = searchConditions(filter);
        addAfter(after, sort, "v", conditions);
        addArchived(filter.archived(), conditions);
        conditions.addAll(PageConditions.available(filter, "v"));
        return part(LAPSED, sort, "v", conditions);
    }

    private static void addAfter(
            @Nullable InventoryCursor after,
            InventorySort sort,
            String stock,
            List<SqlFragment> conditions) {
        if (after != null) {
            conditions.add(sort.after(after, sort.isById() ? "s" : stock, "s"));
        }
    }

    static void addArchived(@Nullable Boolean archived, List<SqlFragment> conditions) {
        if (archived != null) {
            conditions.add(PageConditions.archived("s", archived));
        }
    }

    /** The conditions on names, SKU and warehouse. */
    private static List<SqlFragment> searchConditions(InventoryFilter filter) {
        var conditions = new ArrayList<>(PageConditions.words(filter));
        if (filter.sku() != null) {
            conditions.add(PageConditions.sku(filter.sku()));
        }
        if (filter.warehouseId() != null) {
            conditions.add(
                    SqlFragment.of(IN_WAREHOUSE.strip())
                            .bind("warehouseId", Types.VARCHAR, filter.warehouseId()));
        }
        return conditions;
    }

    /**
     * @param stock the alias of the rows that are sorted by stock
     */
    private static SqlFragment part(
            String source, InventorySort sort, String stock, List<SqlFragment> conditions) {
        return SqlFragment.of(PART)
                .insert("source", source)
                .insert("conditions", SqlFragment.allOf(conditions))
                .insert("order", order(sort, stock));
    }

    private static String order(InventorySort sort, String stock) {
        return sort.order(sort.isById() ? "s" : stock, "s");
    }
}
