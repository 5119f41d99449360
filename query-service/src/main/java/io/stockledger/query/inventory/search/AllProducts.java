package io.stockledger.query.inventory.search;

import io.stockledger.query.generations.Hold;
import io.stockledger.query.stock.InventoryItem;
import io.stockledger.query.stock.LapsedReservations;
import io.stockledger.query.stockrows.StockColumns;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads all products that meet the conditions of a request, in its order. Lapsed reservations are
 * summed once for all products, since almost every product is read. Thread-safe.
 */
public final class AllProducts {

    private static final String SELECT_ALL =
            """
            SELECT {columns}, v.lapsed_stock, v.lapsed_by_warehouse,
            {hold}
            FROM (
                SELECT {columnsOfView},
                       greatest(0, i.total_stock - i.blocked_stock - i.safety_stock
                           - i.reserved_stock + coalesce(l.lapsed_stock, 0)) AS available_stock,
                       l.lapsed_stock, l.lapsed_by_warehouse
                FROM inventory_view i
                LEFT JOIN (
                {lapsedByProduct}
                ) AS l ON l.product_id = i.product_id AND l.version = i.version
            ) AS v
            {search}
            {warehouse}
            WHERE {conditions}
            ORDER BY {order}
            """
                    .replace("{columns}", InventoryQueries.columns("v"))
                    .replace("{columnsOfView}", InventoryQueries.columns("i"))
                    .replace("{hold}", Hold.column("v.product_id"));

    private static final String SEARCH = "JOIN inventory_search s ON s.product_id = v.product_id";

    /** Takes the products one by one. */
    @FunctionalInterface
    public interface ItemWriter {
        void write(InventoryItem item) throws IOException;
    }

    private final Clock clock;

    public AllProducts(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads the products and passes each to the writer.
     *
     * @param snapshot reads with a cursor, so that few products are in memory
     * @throws UncheckedIOException if the writer fails
     */
    public void read(
            NamedParameterJdbcTemplate snapshot,
            InventorySort sort,
            InventoryFilter filter,
            ItemWriter writer) {
        OffsetDateTime now = InventoryQueries.now(clock);
        Instant asOf = filter.asOf();
        SqlFragment all =
                asOf == null
                        ? statement(sort, filter, now)
                        : PastPageStatements.all(
                                sort,
                                filter,
                                asOf.isBefore(now.toInstant()) ? asOf : now.toInstant());
        snapshot.query(
                all.sql(),
                all.parameterSource(),
                row -> {
                    try {
                        writer.write(StockColumns.item(row, Hold.read(row, Hold.COLUMN) != null));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /**
     * Selects all products of a request.
     *
     * @param now the instant that decides which reservations have lapsed
     */
    static SqlFragment statement(InventorySort sort, InventoryFilter filter, OffsetDateTime now) {
        List<SqlFragment> conditions =
                new ArrayList<>(PageConditions.of(sort, filter, null, false));
        if (filter.archived() != null) {
            conditions.add(PageConditions.archived("v", filter.archived()));
        }
        boolean isSearched =
                sort.isByName()
                        || filter.sku() != null
                        || filter.warehouseId() != null
                        || !filter.words().isEmpty();
        return SqlFragment.of(SELECT_ALL)
                .insert("lapsedByProduct", LapsedReservations.sumsByProduct(":now"))
                .insert("search", isSearched ? SEARCH : "")
                .insert("warehouse", PageConditions.warehouse(filter))
                .insert("conditions", SqlFragment.allOf(conditions))
                .insert("order", sort.order())
                .bind("now", Types.TIMESTAMP_WITH_TIMEZONE, now);
    }
}
