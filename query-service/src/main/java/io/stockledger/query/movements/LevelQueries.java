package io.stockledger.query.movements;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.stock.InventoryItem;
import io.stockledger.query.stock.LapsedReservations;
import io.stockledger.query.stock.WarehouseJson;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the stock of a product at past instants. An index finds the last movement up to the
 * instant, so no events are folded. Reservations that had lapsed by the instant are subtracted:
 * those whose {@code ReservationExpired} was recorded later, and those without one until now.
 * Thread-safe.
 */
public final class LevelQueries {

    /** For each row of {@code q (product_id, at)}: the last movement and the lapsed stock. */
    private static final String STOCK_AT =
            """
            CROSS JOIN LATERAL (
                SELECT t.product_id, t.sequence_number, t.occurred_at, t.total_stock,
                       t.reserved_stock, t.warehouses
                FROM movements t
                WHERE t.product_id = q.product_id AND t.stood_from <= q.at
                ORDER BY t.stood_from DESC, t.sequence_number DESC
                LIMIT 1
            ) AS m
            JOIN movement_heads mh ON mh.product_id = q.product_id
            CROSS JOIN LATERAL (
            {recordedLater}
            ) AS l
            CROSS JOIN LATERAL (
            {notRecorded}
            ) AS o
            """
                    .replace(
                            "{recordedLater}",
                            LapsedReservations.sumRecordedAfter(
                                    "q.product_id", "m.sequence_number", "q.at"))
                    .replace(
                            "{notRecorded}",
                            LapsedReservations.sumOfProduct("q.product_id", "mh.version", "q.at"));

    static final String SELECT_ITEM_AT =
            """
            SELECT m.product_id, m.sequence_number, m.occurred_at, m.total_stock, m.reserved_stock,
                   m.warehouses, registered.payload AS registration, l.recorded_later,
                   o.lapsed_stock,
            {hold}
            FROM (SELECT CAST(? AS text) AS product_id, CAST(? AS timestamptz) AS at) AS q
            {stockAt}
            JOIN movements registered
                ON registered.product_id = q.product_id AND registered.sequence_number = 1
            """
                    .replace("{stockAt}", STOCK_AT)
                    .replace("{hold}", Hold.column("m.product_id"));

    static final String SELECT_LEVELS =
            """
            SELECT q.at, m.total_stock, m.reserved_stock, l.recorded_later, o.lapsed_stock,
            {hold}
            FROM (
                SELECT CAST(? AS text) AS product_id, p.at
                FROM unnest(CAST(? AS timestamptz[])) AS p (at)
            ) AS q
            {stockAt}
            ORDER BY q.at
            """
                    .replace("{stockAt}", STOCK_AT)
                    .replace("{hold}", Hold.column("q.product_id"));

    private static final String SELECT_REGISTERED_AT =
            """
            SELECT occurred_at FROM movements WHERE product_id = ? AND sequence_number = 1
            """;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

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
        var at = instants.stream().map(i -> i.atOffset(ZoneOffset.UTC)).toArray();
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
        JsonNode registration = MAPPER.readTree(row.getString("registration"));
        return InventoryItem.of(
                row.getString("product_id"),
                registration.path("name").asString(),
                registration.path("sku").asString(),
                row.getLong("total_stock"),
                reservedStock(row),
                WarehouseJson.read(row.getString("warehouses")),
                row.getLong("sequence_number"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                Hold.read(row, Hold.COLUMN) != null);
    }

    private static Level level(ResultSet row) throws SQLException {
        long total = row.getLong("total_stock");
        long reserved = reservedStock(row);
        return new Level(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                total,
                reserved,
                Math.max(0, total - reserved));
    }

    /** The reserved stock after the last movement, minus the lapsed stock. */
    private static long reservedStock(ResultSet row) throws SQLException {
        return row.getLong("reserved_stock")
                - row.getLong("recorded_later")
                - row.getLong("lapsed_stock");
    }
}
