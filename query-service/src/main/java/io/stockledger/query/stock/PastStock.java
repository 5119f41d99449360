package io.stockledger.query.stock;

/**
 * The SQL that finds a product as it was at a past instant. An index finds the last movement up to
 * the instant, so no events are folded. Lapsed reservations are subtracted, see {@link
 * LapsedReservations}.
 *
 * <p>The fragments read the tables {@code movements} and {@code movement_heads} of the read model
 * {@code movements}. Its own reads of one product use them, and so does the list of products of the
 * read model {@code inventory}, which finds the products of a page by its own tables.
 */
public final class PastStock {

    private static final String MOVEMENT_AT =
            """
            SELECT t.product_id, t.sequence_number, t.occurred_at, t.total_stock, t.blocked_stock,
                t.reserved_stock, t.warehouses, t.blocked_by_warehouse, t.reserved_by_warehouse,
                coalesce(t.safety_stock, 0) AS safety_stock,
                coalesce(t.backorder_limit, 0) AS backorder_limit, t.reorder_point, t.archived,
                coalesce(t.details_number, 1) AS details_number
            FROM movements t
            WHERE t.product_id = {productId} AND t.stood_from <= {instant}
            ORDER BY t.stood_from DESC, t.sequence_number DESC
            LIMIT 1
            """;

    private static final String STOCK_AT =
            """
            SELECT m.product_id, m.sequence_number, m.occurred_at, m.total_stock, m.blocked_stock,
                m.reserved_stock, m.warehouses, m.blocked_by_warehouse, m.reserved_by_warehouse,
                m.safety_stock, m.backorder_limit, m.reorder_point, m.archived, m.details_number,
                l.lapsed_stock, l.lapsed_by_warehouse,
                greatest(0, m.total_stock - m.blocked_stock - m.safety_stock - m.reserved_stock
                    + coalesce(l.lapsed_stock, 0)) AS available_stock
            FROM (
            {movementAt}
            ) AS m
            JOIN movement_heads mh ON mh.product_id = m.product_id
            CROSS JOIN LATERAL (
            {lapsed}
            ) AS l
            """;

    private static final String ITEM_AT =
            """
            SELECT st.product_id, CAST(n.payload AS json) ->> 'name' AS name,
                CAST(n.payload AS json) ->> 'sku' AS sku, st.safety_stock, st.backorder_limit,
                st.reorder_point, st.archived, st.reserved_stock, st.warehouses,
                st.blocked_by_warehouse, st.reserved_by_warehouse, st.sequence_number AS version,
                st.occurred_at AS updated_at, st.available_stock, st.lapsed_stock,
                st.lapsed_by_warehouse
            FROM (
            {stockAt}
            ) AS st
            JOIN movements n
                ON n.product_id = st.product_id AND n.sequence_number = st.details_number
            """;

    private PastStock() {}

    /**
     * At most one row for one product: the columns of its last movement up to an instant, {@code
     * lapsed_stock}, {@code lapsed_by_warehouse} and {@code available_stock}.
     *
     * @param productId an SQL expression of the surrounding statement, never a value
     * @param instant the same
     */
    public static String stockAt(String productId, String instant) {
        return STOCK_AT.replace("{movementAt}", MOVEMENT_AT.strip())
                .replace(
                        "{lapsed}",
                        LapsedReservations.sumOfPast(
                                        "m.product_id",
                                        "m.sequence_number",
                                        "mh.version",
                                        "{instant}")
                                .strip())
                .replace("{productId}", productId)
                .replace("{instant}", instant);
    }

    /**
     * At most one row for one product: the columns of {@code inventory_view} that an answer shows,
     * as they were at an instant, {@code lapsed_stock} and {@code lapsed_by_warehouse}.
     */
    public static String itemAt(String productId, String instant) {
        return ITEM_AT.replace("{stockAt}", stockAt(productId, instant).strip());
    }
}
