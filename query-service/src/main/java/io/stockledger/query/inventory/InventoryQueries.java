package io.stockledger.query.inventory;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads products by their ids, at the instant of the read: what is reserved past its expiry is
 * taken off, as long as the log does not say that it expired. Thread-safe.
 *
 * <p>The lines of the read model {@code reservations} say what that is. They count where they stand
 * at the same event as the product, which one transaction for all read models sees to, unless one
 * of them holds the product back.
 */
public final class InventoryQueries {

    static final String SELECT_ONE =
            """
            SELECT v.product_id, v.name, v.sku, v.total_stock, v.reserved_stock, l.lapsed_stock,
                   v.warehouses, v.version, v.updated_at
            FROM inventory_view v
            CROSS JOIN LATERAL (
                SELECT sum(r.reserved) AS lapsed_stock
                FROM reservations r
                JOIN reservation_heads h
                    ON h.product_id = r.product_id AND h.version = v.version
                WHERE r.product_id = v.product_id AND r.expires_at <= ?
            ) AS l
            WHERE v.product_id = ?
            """;

    static final String SELECT_MANY =
            """
            SELECT v.product_id, v.name, v.sku, v.total_stock, v.reserved_stock, l.lapsed_stock,
                   v.warehouses, v.version, v.updated_at
            FROM inventory_view v
            CROSS JOIN LATERAL (
                SELECT sum(r.reserved) AS lapsed_stock
                FROM reservations r
                JOIN reservation_heads h
                    ON h.product_id = r.product_id AND h.version = v.version
                WHERE r.product_id = v.product_id AND r.expires_at <= ?
            ) AS l
            WHERE v.product_id = ANY (?)
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    public InventoryQueries(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<InventoryItem> product(String productId) {
        return jdbc.sql(SELECT_ONE)
                .params(now(clock), productId)
                .query((row, _) -> InventoryItem.of(row))
                .optional();
    }

    /** Those of the products that there are, by id. */
    Map<String, InventoryItem> products(Collection<String> productIds) {
        var found = new HashMap<String, InventoryItem>();
        jdbc.sql(SELECT_MANY)
                .param(1, now(clock))
                .param(2, productIds.toArray(String[]::new))
                .query((row, _) -> InventoryItem.of(row))
                .list()
                .forEach(item -> found.put(item.productId(), item));
        return found;
    }

    /**
     * The instant of a read. An expiry has microseconds: a clock's finer digits are cut off, since
     * the driver would round them, up to an instant that has not come.
     */
    static OffsetDateTime now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
