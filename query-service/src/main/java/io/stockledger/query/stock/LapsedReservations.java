package io.stockledger.query.stock;

/**
 * The SQL that finds the stock of lapsed reservations, which a read model subtracts from the
 * reserved stock after its events. A reservation lapses at its expiry and holds no stock from that
 * instant on, although its {@code ReservationExpired} is recorded a little later.
 *
 * <p>The fragments read three tables of the read model {@code reservations}: {@code reservations},
 * {@code reservation_heads} and {@code reservation_lapses}. The documentation of the package lists
 * every place where a read model depends on the tables of another one. A sum counts only while both
 * read models contain the product at the same version: otherwise one of them has already applied
 * the {@code ReservationExpired}, and the stock would be subtracted twice. Both are written in one
 * transaction, so the versions differ only while one of them holds the product.
 *
 * <p>The arguments are SQL expressions of the surrounding statement: a column or a parameter
 * marker, never a value.
 */
public final class LapsedReservations {

    private static final String LAPSED =
            """
            FROM reservations r
            JOIN reservation_heads rh ON rh.product_id = r.product_id
            WHERE r.expires_at <= {instant}
            """;

    private static final String SUM_OF_PRODUCT =
            """
            SELECT sum(w.quantity) AS lapsed_stock, max(w.last) AS lapsed_last,
                jsonb_object_agg(w.warehouse_id, w.quantity)
                    FILTER (WHERE w.warehouse_id IS NOT NULL) AS lapsed_by_warehouse
            FROM (
                SELECT r.warehouse_id, sum(r.reserved) AS quantity, max(r.expires_at) AS last
                {lapsed}
                    AND r.product_id = {productId} AND rh.version = {version}
                GROUP BY r.warehouse_id
            ) AS w
            """;

    private static final String SUMS_BY_PRODUCT =
            """
            SELECT w.product_id, w.version, CAST(sum(w.quantity) AS bigint) AS lapsed_stock,
                jsonb_object_agg(w.warehouse_id, w.quantity)
                    FILTER (WHERE w.warehouse_id IS NOT NULL) AS lapsed_by_warehouse
            FROM (
                SELECT r.product_id, rh.version, r.warehouse_id, sum(r.reserved) AS quantity
                {lapsed}
                GROUP BY r.product_id, rh.version, r.warehouse_id
            ) AS w
            GROUP BY w.product_id, w.version
            """;

    private static final String NEXT_EXPIRY_OF_PRODUCT =
            """
            SELECT n.expires_at
            FROM reservations n
            WHERE n.product_id = {productId} AND n.expires_at > {instant}
            ORDER BY n.expires_at
            LIMIT 1
            """;

    private static final String SUM_OF_PAST =
            """
            SELECT sum(w.quantity) AS lapsed_stock,
                jsonb_object_agg(w.warehouse_id, w.quantity)
                    FILTER (WHERE w.warehouse_id IS NOT NULL) AS lapsed_by_warehouse
            FROM (
                SELECT x.warehouse_id, sum(x.quantity) AS quantity
                FROM (
                    SELECT rl.warehouse_id, rl.quantity
                    FROM reservation_lapses rl
                    WHERE rl.product_id = {productId} AND rl.during @> {instant}
                        AND rl.sequence_number > {sequenceNumber}
                    UNION ALL
                    SELECT r.warehouse_id, r.reserved AS quantity
                    {lapsed}
                        AND r.product_id = {productId} AND rh.version = {version}
                ) AS x
                GROUP BY x.warehouse_id
            ) AS w
            """;

    private static final String PRODUCTS_OF_PAST =
            """
            SELECT rl.product_id FROM reservation_lapses rl WHERE rl.during @> {instant}
            UNION
            SELECT r.product_id FROM reservations r WHERE r.expires_at <= {instant}
            """;

    private LapsedReservations() {}

    /**
     * One row for one product: {@code lapsed_stock}, which is null if nothing has lapsed, {@code
     * lapsed_last}, the latest expiry among the lapsed reservations, and {@code
     * lapsed_by_warehouse}, the sums of those that are bound to a warehouse; null if none is.
     *
     * @param version the version at which the reading read model contains the product
     */
    public static String sumOfProduct(String productId, String version, String instant) {
        return SUM_OF_PRODUCT
                .replace("{lapsed}", LAPSED.strip())
                .replace("{productId}", productId)
                .replace("{version}", version)
                .replace("{instant}", instant);
    }

    /**
     * One row for each product with lapsed reservations: {@code product_id}, {@code version},
     * {@code lapsed_stock} and {@code lapsed_by_warehouse}. The reading read model joins it on both
     * id and version.
     */
    public static String sumsByProduct(String instant) {
        return SUMS_BY_PRODUCT.replace("{lapsed}", LAPSED.strip()).replace("{instant}", instant);
    }

    /**
     * The earliest expiry of one product after an instant, as a scalar; null if no reservation
     * expires.
     */
    public static String nextExpiryOfProduct(String productId, String instant) {
        return NEXT_EXPIRY_OF_PRODUCT
                .replace("{productId}", productId)
                .replace("{instant}", instant);
    }

    /**
     * One row for one product at a past instant: {@code lapsed_stock} and {@code
     * lapsed_by_warehouse} of the reservations that had lapsed, and whose {@code
     * ReservationExpired} was recorded after the event with a sequence number, or not until now;
     * null if there are none.
     *
     * @param sequenceNumber the last event of the product up to the instant
     * @param version the version at which the reading read model contains the product
     */
    public static String sumOfPast(
            String productId, String sequenceNumber, String version, String instant) {
        return SUM_OF_PAST
                .replace("{lapsed}", LAPSED.strip())
                .replace("{productId}", productId)
                .replace("{sequenceNumber}", sequenceNumber)
                .replace("{version}", version)
                .replace("{instant}", instant);
    }

    /** The products with any reservation that may count as lapsed at a past instant. */
    public static String productsOfPast(String instant) {
        return PRODUCTS_OF_PAST.replace("{instant}", instant);
    }
}
