package io.stockledger.query.inventory.search;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.stock.LapsedReservations;
import io.stockledger.query.stockrows.StockColumns;

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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads products by their ids at the instant of the read: lapsed reservations are subtracted from
 * the reserved stock, see {@link LapsedReservations}. Thread-safe.
 */
public final class InventoryQueries {

    /** The columns of {@code inventory_view} that an item is read from. */
    private static final List<String> COLUMNS =
            List.of(
                    "product_id",
                    "name",
                    "sku",
                    "safety_stock",
                    "backorder_limit",
                    "reorder_point",
                    "archived",
                    "reserved_stock",
                    "warehouses",
                    "blocked_by_warehouse",
                    "reserved_by_warehouse",
                    "version",
                    "updated_at");

    static final String SELECT_BY_ID =
            """
            SELECT {columns}, l.lapsed_stock, l.lapsed_by_warehouse, l.lapsed_last, (
                   {nextExpiry}
                   ) AS lapses_next,
            {hold}
            FROM inventory_view v
            CROSS JOIN LATERAL (
            {lapsed}
            ) AS l
            WHERE v.product_id = ANY (?)
            """
                    .replace("{columns}", columns("v"))
                    .replace(
                            "{nextExpiry}",
                            LapsedReservations.nextExpiryOfProduct("v.product_id", "?"))
                    .replace(
                            "{lapsed}",
                            LapsedReservations.sumOfProduct("v.product_id", "v.version", "?"))
                    .replace("{hold}", Hold.column("v.product_id"));

    private final JdbcClient jdbc;
    private final Clock clock;

    public InventoryQueries(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The products with these ids, in any order, without unknown ids. */
    public List<InventoryReading> products(Collection<String> productIds) {
        OffsetDateTime now = now(clock);
        return jdbc.sql(SELECT_BY_ID)
                .param(1, now)
                .param(2, now)
                .param(3, productIds.toArray(String[]::new))
                .query((row, _) -> reading(row))
                .list();
    }

    /**
     * The holds of products that the view does not have: a product whose first events are missing
     * is held without a row.
     */
    public Set<Hold> holds(Collection<String> productIds) {
        return jdbc.sql(Hold.SELECT_OF_PRODUCTS)
                .param(1, productIds.toArray(String[]::new))
                .query(HeldRows.reader(Hold.COLUMN, _ -> true))
                .holds();
    }

    private static InventoryReading reading(ResultSet row) throws SQLException {
        OffsetDateTime last = row.getObject("lapsed_last", OffsetDateTime.class);
        OffsetDateTime next = row.getObject("lapses_next", OffsetDateTime.class);
        Hold hold = Hold.read(row, Hold.COLUMN);
        return new InventoryReading(
                StockColumns.item(row, hold != null),
                hold,
                row.getLong("lapsed_stock") != 0,
                last == null ? Instant.MIN : last.toInstant(),
                next == null ? Instant.MAX : next.toInstant());
    }

    /** The select list of the columns that an item is read from. */
    static String columns(String table) {
        return COLUMNS.stream()
                .map(column -> table + '.' + column)
                .collect(Collectors.joining(", "));
    }

    /**
     * The instant of a read, truncated to the microseconds of a stored expiry. The driver would
     * round a finer instant, possibly up to an instant in the future.
     */
    static OffsetDateTime now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
