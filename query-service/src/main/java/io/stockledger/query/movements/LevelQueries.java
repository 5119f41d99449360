package io.stockledger.query.movements;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Looks back: the last movement up to an instant is found by an index, nothing is folded. What had
 * lapsed by that instant is taken off, by the read model {@code reservations}: what was put on
 * record after it, and what is not on record yet. Thread-safe.
 */
public final class LevelQueries {

    static final String SELECT_THEN =
            """
            SELECT m.product_id, m.sequence_number, m.occurred_at, m.total_stock, m.reserved_stock,
                   m.warehouses, registered.payload AS registration, l.recorded_later,
                   o.not_recorded
            FROM (SELECT CAST(? AS text) AS product_id, CAST(? AS timestamptz) AS at) AS q
            CROSS JOIN LATERAL (
                SELECT t.product_id, t.sequence_number, t.occurred_at, t.total_stock,
                       t.reserved_stock, t.warehouses
                FROM movements t
                WHERE t.product_id = q.product_id AND t.stood_from <= q.at
                ORDER BY t.stood_from DESC, t.sequence_number DESC
                LIMIT 1
            ) AS m
            JOIN movements registered
                ON registered.product_id = q.product_id AND registered.sequence_number = 1
            CROSS JOIN LATERAL (
                SELECT sum(r.quantity) AS recorded_later
                FROM reservation_lapses r
                WHERE r.product_id = q.product_id AND r.during @> q.at
                    AND r.sequence_number > m.sequence_number
            ) AS l
            CROSS JOIN LATERAL (
                SELECT sum(r.reserved) AS not_recorded
                FROM reservations r
                JOIN reservation_heads rh ON rh.product_id = r.product_id
                JOIN movement_heads mh
                    ON mh.product_id = rh.product_id AND mh.version = rh.version
                WHERE r.product_id = q.product_id AND r.expires_at <= q.at
            ) AS o
            """;

    static final String SELECT_LEVELS =
            """
            SELECT p.at, m.total_stock, m.reserved_stock, l.recorded_later, o.not_recorded
            FROM (SELECT CAST(? AS text) AS product_id) AS q
            CROSS JOIN unnest(CAST(? AS timestamptz[])) AS p (at)
            CROSS JOIN LATERAL (
                SELECT t.sequence_number, t.total_stock, t.reserved_stock
                FROM movements t
                WHERE t.product_id = q.product_id AND t.stood_from <= p.at
                ORDER BY t.stood_from DESC, t.sequence_number DESC
                LIMIT 1
            ) AS m
            CROSS JOIN LATERAL (
                SELECT sum(r.quantity) AS recorded_later
                FROM reservation_lapses r
                WHERE r.product_id = q.product_id AND r.during @> p.at
                    AND r.sequence_number > m.sequence_number
            ) AS l
            CROSS JOIN LATERAL (
                SELECT sum(r.reserved) AS not_recorded
                FROM reservations r
                JOIN reservation_heads rh ON rh.product_id = r.product_id
                JOIN movement_heads mh
                    ON mh.product_id = rh.product_id AND mh.version = rh.version
                WHERE r.product_id = q.product_id AND r.expires_at <= p.at
            ) AS o
            ORDER BY p.at
            """;

    private static final String SELECT_REGISTERED_AT =
            """
            SELECT occurred_at FROM movements WHERE product_id = ? AND sequence_number = 1
            """;

    private final JdbcClient jdbc;

    public LevelQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The product at the instant; empty where it was not registered by then. */
    Optional<HistoricalStock> then(String productId, Instant at) {
        return jdbc.sql(SELECT_THEN)
                .params(productId, at.atOffset(ZoneOffset.UTC))
                .query((row, _) -> HistoricalStock.of(row))
                .optional();
    }

    /** The product at each of the instants by which it was registered, in the order of time. */
    List<Level> levels(String productId, Collection<Instant> instants) {
        var at = instants.stream().map(i -> i.atOffset(ZoneOffset.UTC)).toArray();
        return jdbc.sql(SELECT_LEVELS)
                .param(1, productId)
                .param(2, new SqlArrayValue("timestamptz", at))
                .query((row, _) -> Level.of(row))
                .list();
    }

    /** When the product was registered; empty where it is not known. */
    Optional<Instant> registeredAt(String productId) {
        return jdbc.sql(SELECT_REGISTERED_AT)
                .param(productId)
                .query((row, _) -> row.getObject(1, OffsetDateTime.class))
                .optional()
                .map(OffsetDateTime::toInstant);
    }
}
