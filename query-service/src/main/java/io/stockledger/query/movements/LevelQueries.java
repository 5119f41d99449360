package io.stockledger.query.movements;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.stock.InventoryItem;
import io.stockledger.query.stock.PastStock;
import io.stockledger.query.stockrows.StockColumns;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the stock of a product at past instants, see {@link PastStock}. Thread-safe. */
public final class LevelQueries {

    static final String SELECT_ITEM_AT =
            """
            SELECT v.product_id, v.name, v.sku, v.safety_stock, v.backorder_limit, v.reorder_point,
                   v.archived, v.reserved_stock, v.warehouses, v.blocked_by_warehouse,
                   v.reserved_by_warehouse, v.version, v.updated_at, v.lapsed_stock,
                   v.lapsed_by_warehouse,
            {hold}
            FROM (SELECT CAST(? AS text) AS product_id, CAST(? AS timestamptz) AS at) AS q
            CROSS JOIN LATERAL (
            {itemAt}
            ) AS v
            """
                    .replace("{itemAt}", PastStock.itemAt("q.product_id", "q.at"))
                    .replace("{hold}", Hold.column("v.product_id"));

    static final String SELECT_LEVELS =
            """
            SELECT q.at, v.total_stock, v.blocked_stock, v.reserved_stock, v.available_stock,
                   v.lapsed_stock,
            {hold}
            FROM (
                SELECT CAST(? AS text) AS product_id, p.at
                FROM unnest(CAST(? AS timestamptz[])) AS p (at)
            ) AS q
            CROSS JOIN LATERAL (
            {stockAt}
            ) AS v
            ORDER BY q.at
            """
                    .replace("{stockAt}", PastStock.stockAt("q.product_id", "q.at"))
                    .replace("{hold}", Hold.column("q.product_id"));

    private static final String SELECT_REGISTERED_AT =
            """
            SELECT occurred_at FROM movements WHERE product_id = ? AND sequence_number = 1
            """;

    /** Postgres reads the year 0 only as the year 1 before Christ. */
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSX G", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final JdbcClient jdbc;

    public LevelQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The product at the instant; no row if it was registered later or never. */
    HeldRows<InventoryItem> itemAt(String productId, Instant at) {
        return jdbc.sql(SELECT_ITEM_AT)
                .params(productId, at.atOffset(ZoneOffset.UTC))
                .query(HeldRows.reader(Hold.COLUMN, LevelQueries::item));
    }

    /** The levels at the instants from the registration on, in order of time. */
    HeldRows<Level> levels(String productId, Collection<Instant> instants) {
        var at = instants.stream().map(TIMESTAMP::format).toArray();
        return jdbc.sql(SELECT_LEVELS)
                .param(1, productId)
                .param(2, new SqlArrayValue("timestamptz", at))
                .query(HeldRows.reader(Hold.COLUMN, LevelQueries::level));
    }

    /** The time of the product's registration; empty if this view does not know the product. */
    Optional<Instant> registeredAt(String productId) {
        return jdbc.sql(SELECT_REGISTERED_AT)
                .param(productId)
                .query((row, _) -> row.getObject(1, OffsetDateTime.class))
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** The hold of a product that the view does not know; empty if it is not held. */
    Set<Hold> holds(String productId) {
        return HeldRows.noRows(jdbc, productId).holds();
    }

    private static InventoryItem item(ResultSet row) throws SQLException {
        return StockColumns.item(row, Hold.read(row, Hold.COLUMN) != null);
    }

    private static Level level(ResultSet row) throws SQLException {
        return new Level(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getLong("total_stock"),
                row.getLong("reserved_stock") - row.getLong("lapsed_stock"),
                row.getLong("available_stock"),
                row.getLong("blocked_stock"));
    }
}
