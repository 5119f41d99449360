package io.stockledger.query.movements;

import io.stockledger.query.generations.Hold;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The statement that reads movements in the order of the log, composed of the text blocks below and
 * the conditions of the request; a condition that the request does not give is no SQL. A movement
 * may name two orders or two warehouses, each in a column of its own. Such a request is the union
 * of two parts, so that each part is read in order by its index. Immutable.
 *
 * @param sql SQL with named parameters
 * @param parameters the values by parameter name
 */
record MovementStatement(String sql, Map<String, Object> parameters) {

    private static final String SELECT_PAGE =
            """
            SELECT {columns},
            {hold}
            FROM (
            {parts}
            ) AS m
            ORDER BY m.position
            LIMIT :limit
            """
                    .replace("{columns}", Movement.COLUMNS)
                    .replace("{hold}", Hold.column("m.product_id"));

    private static final String PART =
            """
            (
            SELECT {columns}
            FROM movements m
            WHERE {conditions}
            ORDER BY {order}
            LIMIT :limit
            )
            """
                    .replace("{columns}", Movement.COLUMNS);

    /**
     * A value of a column, with a range of positions. An equality would let Postgres scan the log
     * by position until it meets the value, which may be only at its end; in this form only the
     * index of the column has the order.
     */
    private static final String VALUE =
            """
            m.{column} IS NOT NULL
            AND (m.{column}, m.position) >= (:{parameter}, {first})
            AND (m.{column}, m.position) <= (:{parameter}, {last})
            """;

    private static final String ANY_VALUE = "m.position >= {first} AND m.position <= {last}";

    /** The blocks of positions that may contain events of the period. */
    private static final String FIRST_OF_PERIOD =
            """
            greatest(:after + 1, coalesce((
                SELECT min(b.block) * {positions} FROM movement_blocks b WHERE {period}
            ), {beyond}))
            """;

    private static final String LAST_OF_PERIOD =
            """
            least(:through, coalesce((
                SELECT (max(b.block) + 1) * {positions} - 1 FROM movement_blocks b WHERE {period}
            ), 0))
            """;

    /** A column with an index in the order of the log, and the parameter with its value. */
    private record Key(String column, String parameter) {}

    /**
     * Selects a page.
     *
     * @param after the position of the last movement of the page before; 0 for the first page
     * @param through the last position that the page may contain
     */
    static MovementStatement page(MovementFilter filter, long after, long through, long limit) {
        var parameters = new HashMap<String, Object>();
        parameters.put("after", after);
        parameters.put("through", through);
        parameters.put("limit", limit);
        bind("productId", filter.productId(), parameters);
        bind("type", filter.type(), parameters);
        bind("orderId", filter.orderId(), parameters);
        bind("warehouseId", filter.warehouseId(), parameters);
        Instant from = filter.from();
        Instant to = filter.to();
        bind("from", from == null ? null : from.atOffset(ZoneOffset.UTC), parameters);
        bind("to", to == null ? null : to.atOffset(ZoneOffset.UTC), parameters);
        List<Key> keys = keys(filter);
        String parts =
                keys.isEmpty()
                        ? part(filter, null)
                        : keys.stream()
                                .map(key -> part(filter, key))
                                .collect(Collectors.joining("UNION ALL\n"));
        return new MovementStatement(SELECT_PAGE.replace("{parts}", parts), Map.copyOf(parameters));
    }

    /** The columns by whose indexes the parts are read: those of the filter with fewest matches. */
    private static List<Key> keys(MovementFilter filter) {
        if (filter.orderId() != null) {
            return List.of(new Key("order_id", "orderId"), new Key("to_order_id", "orderId"));
        }
        if (filter.productId() != null) {
            return List.of(new Key("product_id", "productId"));
        }
        if (filter.warehouseId() != null) {
            return List.of(
                    new Key("warehouse_id", "warehouseId"),
                    new Key("to_warehouse_id", "warehouseId"));
        }
        return filter.type() == null ? List.of() : List.of(new Key("type", "type"));
    }

    private static String part(MovementFilter filter, @Nullable Key key) {
        var conditions = new ArrayList<String>();
        String range =
                key == null
                        ? ANY_VALUE
                        : VALUE.replace("{column}", key.column)
                                .replace("{parameter}", key.parameter)
                                .strip();
        conditions.add(range.replace("{first}", first(filter)).replace("{last}", last(filter)));
        String column = key == null ? "" : key.column;
        if (filter.productId() != null && !column.equals("product_id")) {
            conditions.add("m.product_id = :productId");
        }
        if (filter.warehouseId() != null && !column.endsWith("warehouse_id")) {
            conditions.add(":warehouseId IN (m.warehouse_id, m.to_warehouse_id)");
        }
        if (filter.type() != null && !column.equals("type")) {
            conditions.add("m.type = :type");
        }
        if (filter.from() != null) {
            conditions.add("m.occurred_at >= :from");
        }
        if (filter.to() != null) {
            conditions.add("m.occurred_at <= :to");
        }
        return PART.replace("{conditions}", String.join("\nAND ", conditions))
                .replace(
                        "{order}", key == null ? "m.position" : "m." + key.column + ", m.position");
    }

    private static String first(MovementFilter filter) {
        String period = period(filter);
        return period.isEmpty() ? ":after + 1" : ofPeriod(FIRST_OF_PERIOD, period);
    }

    private static String last(MovementFilter filter) {
        String period = period(filter);
        return period.isEmpty() ? ":through" : ofPeriod(LAST_OF_PERIOD, period);
    }

    private static String period(MovementFilter filter) {
        var period = new ArrayList<String>();
        if (filter.from() != null) {
            period.add("b.last_at >= :from");
        }
        if (filter.to() != null) {
            period.add("b.first_at <= :to");
        }
        return String.join(" AND ", period);
    }

    private static String ofPeriod(String bound, String period) {
        return bound.replace("{positions}", Long.toString(MovementBlocks.POSITIONS))
                .replace("{beyond}", Long.toString(Long.MAX_VALUE))
                .replace("{period}", period)
                .strip();
    }

    private static void bind(String name, @Nullable Object value, Map<String, Object> parameters) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
