package io.stockledger.query.inventory.search;

import io.stockledger.query.generations.CustomPlanTemplate;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.inventory.search.PastMatches.Way;
import io.stockledger.query.stock.InventoryItem;
import io.stockledger.query.stockrows.StockColumns;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

import javax.sql.DataSource;

/**
 * Reads products in pages by key, so the last page costs as much as the first. Lapsed reservations
 * are subtracted at the instant of the read, as in {@link InventoryQueries}. Thread-safe.
 */
public final class InventoryPages {

    /**
     * The maximum number of matching products that are gathered and sorted. If more products match,
     * the products are scanned in the order of the page, because then a match is never far away.
     */
    static final int GATHERED_MAX = 10_000;

    /** The same for the products that were registered at a past instant. */
    static final int REGISTERED_MAX = 1_000;

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    public InventoryPages(DataSource dataSource, int queryTimeoutSeconds, Clock clock) {
        this.clock = clock;
        this.jdbc =
                new NamedParameterJdbcTemplate(
                        new CustomPlanTemplate(dataSource, queryTimeoutSeconds));
    }

    /**
     * The instant of a page; null if it is a page of now. All pages of a list are of the same
     * instant, also if the caller asks for one in the future.
     *
     * @param after the last item of the page before; null for the first page
     */
    public @Nullable Instant instant(InventoryFilter filter, @Nullable InventoryCursor after) {
        Instant asOf = filter.asOf();
        if (asOf == null || after != null) {
            return after == null ? null : after.asOf();
        }
        Instant now = InventoryQueries.now(clock).toInstant();
        return asOf.isBefore(now) ? asOf : now;
    }

    /**
     * Up to {@code limit} products. If any product is held, the page has a hold, since a held
     * product may be missing in it.
     *
     * @param after the last item of the page before; null for the first page
     * @param asOf the instant of the page; null for a page of now
     */
    public HeldRows<InventoryItem> page(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            @Nullable Instant asOf,
            int limit) {
        SqlFragment page =
                asOf == null
                        ? PageStatements.page(
                                sort,
                                filter,
                                after,
                                limit,
                                InventoryQueries.now(clock),
                                isGathered(filter))
                        : PastPageStatements.page(
                                sort, filter, after, limit, asOf, way(filter, asOf));
        HeldRows<InventoryItem> items =
                jdbc.query(
                        page.sql(),
                        page.parameterSource(),
                        HeldRows.reader(Hold.COLUMN_OF_ALL, InventoryPages::item));
        return items != null && !items.rows().isEmpty()
                ? items
                : HeldRows.noRows(JdbcClient.create(jdbc.getJdbcTemplate()));
    }

    private static InventoryItem item(ResultSet row) throws SQLException {
        return StockColumns.item(row, Hold.read(row, Hold.COLUMN) != null);
    }

    private boolean isGathered(InventoryFilter filter) {
        if (!PageStatements.mayBeGathered(filter)) {
            return false;
        }
        return isAtMost(GATHERED_MAX, PageStatements.count(filter, GATHERED_MAX + 1));
    }

    private Way way(InventoryFilter filter, Instant asOf) {
        if (isAtMost(REGISTERED_MAX, PastMatches.countRegistered(asOf, REGISTERED_MAX + 1))) {
            return Way.REGISTERED;
        }
        return PageStatements.mayBeGathered(filter)
                        && isAtMost(GATHERED_MAX, PastMatches.count(filter, asOf, GATHERED_MAX + 1))
                ? Way.GATHERED
                : Way.SCANNED;
    }

    private boolean isAtMost(int max, SqlFragment count) {
        Long counted = jdbc.queryForObject(count.sql(), count.parameterSource(), Long.class);
        return counted != null && counted <= max;
    }
}
