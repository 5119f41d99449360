package io.stockledger.query.stock;

/**
 * The SQL that finds the stock of lapsed reservations, which a read model subtracts from the
 * reserved stock after its events. A reservation lapses at its expiry and holds no stock from that
 * instant on, although its {@code ReservationExpired} is recorded a little later.
 *
 * <p>The fragments read three tables of the read model {@code reservations}: {@code reservations},
 * {@code reservation_heads} and {@code reservation_lapses}. This is the only place where a read
 * model depends on the tables of another one. A sum counts only while both read models contain the
 * product at the same version: otherwise one of them has already applied the {@code
 * ReservationExpired}, and the stock would be subtracted twice. Both are written in one
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
            SELECT sum(r.reserved) AS lapsed_stock, max(r.expires_at) AS lapsed_last
            {lapsed}
                AND r.product_id = {productId} AND rh.version = {version}
            """;

    private static final String SUMS_BY_PRODUCT =
            """
            SELECT r.product_id, rh.version, CAST(sum(r.reserved) AS bigint) AS lapsed_stock
            {lapsed}
            GROUP BY r.product_id, rh.version
            """;

    private static final String NEXT_EXPIRY_OF_PRODUCT =
            """
            SELECT n.expires_at
            FROM reservations n
            WHERE n.product_id = {productId} AND n.expires_at > {instant}
            ORDER BY n.expires_at
            LIMIT 1
            """;

    private static final String SUM_RECORDED_AFTER =
            """
            SELECT sum(rl.quantity) AS recorded_later
            FROM reservation_lapses rl
            WHERE rl.product_id = {productId} AND rl.during @> {instant}
                AND rl.sequence_number > {version}
            """;

    private LapsedReservations() {}

    /**
     * One row for one product: {@code lapsed_stock}, which is null if nothing has lapsed, and
     * {@code lapsed_last}, the latest expiry among the lapsed reservations.
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
     * One row for each product with lapsed reservations: {@code product_id}, {@code version} and
     * {@code lapsed_stock}. The reading read model joins it on both id and version.
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
     * One row for one product: {@code recorded_later}, the stock of the reservations that had
     * lapsed at a past instant and whose {@code ReservationExpired} was recorded after a version;
     * null if there are none.
     *
     * @param version the version that the product had at the instant
     */
    public static String sumRecordedAfter(String productId, String version, String instant) {
        return SUM_RECORDED_AFTER
                .replace("{productId}", productId)
                .replace("{version}", version)
                .replace("{instant}", instant);
    }
}
