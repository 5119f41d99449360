package io.stockledger.query.inventory.search;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/**
 * Reads products by their ids, at the instant of the read: what is reserved past its expiry is
 * taken off, as long as the log does not say that it expired. Thread-safe.
 *
 * <p>The lines of the read model {@code reservations} say what that is. They count where they stand
 * at the same event as the product, which one transaction for all read models sees to, unless one
 * of them holds the product back.
 */
public final class InventoryQueries {

    static final String SELECT =
            """
            SELECT v.product_id, v.name, v.sku, v.total_stock, v.reserved_stock, l.lapsed_stock,
                   v.warehouses, v.version, v.updated_at, l.lapsed_last, (
                       SELECT n.expires_at
                       FROM reservations n
                       WHERE n.product_id = v.product_id AND n.expires_at > ?
                       ORDER BY n.expires_at
                       LIMIT 1
                   ) AS lapses_next
            FROM inventory_view v
            CROSS JOIN LATERAL (
                SELECT sum(r.reserved) AS lapsed_stock, max(r.expires_at) AS lapsed_last
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

    /** Those of the products that there are. */
    public List<TimedItem> products(Collection<String> productIds) {
        OffsetDateTime now = now(clock);
        return jdbc.sql(SELECT)
                .param(1, now)
                .param(2, now)
                .param(3, productIds.toArray(String[]::new))
                .query((row, _) -> TimedItem.of(row))
                .list();
    }

    /**
     * A product with the time in which it is shown like that, unless an event changes it.
     *
     * @param from when the last of its reservations lapsed, as far as that is not on record
     * @param until when the next of them will
     */
    public record TimedItem(InventoryItem item, Instant from, Instant until) {

        private static TimedItem of(ResultSet row) throws SQLException {
            OffsetDateTime last = row.getObject("lapsed_last", OffsetDateTime.class);
            OffsetDateTime next = row.getObject("lapses_next", OffsetDateTime.class);
            return new TimedItem(
                    InventoryItem.of(row),
                    last == null ? Instant.MIN : last.toInstant(),
                    next == null ? Instant.MAX : next.toInstant());
        }
    }

    /**
     * The instant of a read. An expiry has microseconds: a clock's finer digits are cut off, since
     * the driver would round them, up to an instant that has not come.
     */
    static OffsetDateTime now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
