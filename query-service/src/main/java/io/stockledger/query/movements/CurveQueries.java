package io.stockledger.query.movements;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Reads the curve of a product's stock. Thread-safe.
 *
 * <p>The sequence numbers of a product have no gaps, so the movements of a sample are known without
 * a look at those between them: each is found by the key. An index finds the ends of the range. The
 * cost is that of the points, however many movements the product has.
 */
public final class CurveQueries {

    /** The LIMIT keeps Postgres from reading all movements of the product at once instead. */
    static final String SELECT_CURVE =
            """
            WITH ends AS MATERIALIZED (
                SELECT q.product_id, q.points, (
                        SELECT t.sequence_number
                        FROM movements t
                        WHERE t.product_id = q.product_id AND t.stood_from < q.from_at
                        ORDER BY t.stood_from DESC, t.sequence_number DESC
                        LIMIT 1
                    ) AS before, (
                        SELECT t.sequence_number
                        FROM movements t
                        WHERE t.product_id = q.product_id AND t.stood_from >= q.from_at
                        ORDER BY t.stood_from, t.sequence_number
                        LIMIT 1
                    ) AS first, (
                        SELECT t.sequence_number
                        FROM movements t
                        WHERE t.product_id = q.product_id AND t.stood_from <= q.to_at
                        ORDER BY t.stood_from DESC, t.sequence_number DESC
                        LIMIT 1
                    ) AS last
                FROM (
                    SELECT CAST(? AS text) AS product_id,
                        coalesce(CAST(? AS timestamptz), '-infinity') AS from_at,
                        coalesce(CAST(? AS timestamptz), 'infinity') AS to_at,
                        CAST(? AS bigint) AS points
                ) AS q
            ),
            range AS MATERIALIZED (
                SELECT product_id, before, first, last,
                    greatest(1, (last - first + points - 2) / (points - 1)) AS every
                FROM ends
            )
            SELECT m.sequence_number, m.stood_from, m.total_stock, m.reserved_stock,
                m.available_stock, m.blocked_stock, r.first, r.last, r.every,
            {hold}
            FROM range r
            CROSS JOIN LATERAL (
                SELECT generate_series(r.first, r.last, r.every)
                UNION
                SELECT r.last WHERE r.first <= r.last
                UNION
                SELECT r.before
            ) AS s (sequence_number)
            CROSS JOIN LATERAL (
                SELECT t.sequence_number, t.stood_from, t.total_stock, t.reserved_stock,
                    t.available_stock, t.blocked_stock
                FROM movements t
                WHERE t.product_id = r.product_id AND t.sequence_number = s.sequence_number
                LIMIT 1
            ) AS m
            ORDER BY m.sequence_number
            """
                    .replace("{hold}", Hold.column("r.product_id"));

    /** A point with the range that it was selected for; its first and last are null without any. */
    private record Row(CurvePoint point, @Nullable Long first, @Nullable Long last, long every) {

        boolean isBefore() {
            return first == null || point.sequenceNumber() < first;
        }

        long movements() {
            return first == null || last == null ? 0 : Math.max(0, last - first + 1);
        }
    }

    private final JdbcClient jdbc;
    private final MovementQueries movements;

    public CurveQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.movements = new MovementQueries(jdbc);
    }

    /**
     * The curve with at most {@code points} movements of the range, and the one before it; no row
     * if the view does not know the product.
     *
     * @param from null for the beginning
     * @param to null for now
     * @param points at least 2
     */
    HeldRows<Curve> curve(
            String productId, @Nullable Instant from, @Nullable Instant to, int points) {
        HeldRows<Row> read =
                jdbc.sql(SELECT_CURVE)
                        .param(1, productId)
                        .param(2, timestamp(from), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param(3, timestamp(to), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param(4, points)
                        .query(HeldRows.reader(Hold.COLUMN, CurveQueries::row));
        if (!read.rows().isEmpty()) {
            return new HeldRows<>(List.of(curve(read)), read.holds());
        }
        HeldRows<Long> head = movements.head(productId);
        List<Curve> none =
                head.rows().stream()
                        .map(_ -> new Curve(null, 0, false, 1, List.of(), heldOrNull(head)))
                        .toList();
        return new HeldRows<>(none, head.holds());
    }

    private static Curve curve(HeldRows<Row> read) {
        Row first = read.rows().getFirst();
        List<CurvePoint> points =
                read.rows().stream().filter(row -> !row.isBefore()).map(Row::point).toList();
        return new Curve(
                first.isBefore() ? first.point : null,
                first.movements(),
                points.size() < first.movements(),
                first.every,
                points,
                heldOrNull(read));
    }

    private static @Nullable Boolean heldOrNull(HeldRows<?> read) {
        return read.isHeld() ? Boolean.TRUE : null;
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new CurvePoint(
                        row.getLong("sequence_number"),
                        row.getObject("stood_from", OffsetDateTime.class).toInstant(),
                        row.getLong("total_stock"),
                        row.getLong("reserved_stock"),
                        row.getLong("available_stock"),
                        row.getLong("blocked_stock")),
                row.getObject("first", Long.class),
                row.getObject("last", Long.class),
                row.getLong("every"));
    }
}
