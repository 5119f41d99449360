package io.stockledger.query.inventory;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * Reads products in pages by key, so the last page costs what the first does; at the instant of the
 * read, as {@link InventoryQueries} does. Thread-safe.
 *
 * <p>A statement is planned for its parameters each time: conditions that do not apply fold away,
 * and the rest choose their index.
 */
public final class InventoryPages {

    /** How many words a question may have. */
    static final int WORDS_MAX = 8;

    /** Where nobody asks for what is available, what has lapsed is looked up for the page only. */
    private static final String SELECT_PAGE =
            """
            SELECT p.product_id, p.name, p.sku, p.total_stock, p.reserved_stock, l.lapsed_stock,
                   p.warehouses, p.version, p.updated_at
            FROM (
                {recorded}
            ) AS p
            CROSS JOIN LATERAL (
                SELECT sum(r.reserved) AS lapsed_stock
                FROM reservations r
                JOIN reservation_heads h
                    ON h.product_id = r.product_id AND h.version = p.version
                WHERE r.product_id = p.product_id AND r.expires_at <= :now
            ) AS l
            ORDER BY {orderOfPage}
            """;

    /**
     * Else the page is merged from two: the products without lapsed reservations, which the index
     * finds, and the few with some, whose availability is computed.
     */
    private static final String SELECT_PAGE_BY_AVAILABLE =
            """
            WITH lapsed AS MATERIALIZED (
                SELECT v.product_id, l.quantity
                FROM (
                    SELECT r.product_id, CAST(sum(r.reserved) AS bigint) AS quantity
                    FROM reservations r
                    WHERE r.expires_at <= :now
                    GROUP BY r.product_id
                ) AS l
                JOIN reservation_heads h ON h.product_id = l.product_id
                JOIN inventory_view v ON v.product_id = l.product_id AND v.version = h.version
            )
            SELECT p.product_id, p.name, p.sku, p.total_stock, p.reserved_stock, p.lapsed_stock,
                   p.warehouses, p.version, p.updated_at
            FROM (
                (
                {recorded}
                ) UNION ALL (
                {lapsed}
                )
            ) AS p
            ORDER BY {orderOfPage}
            LIMIT :limit
            """;

    private static final String SELECT_PRODUCTS =
            """
            SELECT v.product_id, v.name, v.sku, v.total_stock, v.reserved_stock, v.available_stock,
                   {lapsedStock} AS lapsed_stock, v.warehouses, v.version, v.updated_at, s.sort_name
            FROM {products} AS v
            JOIN inventory_search s ON s.product_id = v.product_id
            {warehouse}
            WHERE (CAST(:afterId AS text) IS NULL OR {after})
                AND (CAST(:sku AS text) IS NULL OR s.sku = :sku)
                AND (CAST(:word1 AS text) IS NULL OR s.search_text LIKE :word1)
                AND (CAST(:word2 AS text) IS NULL OR s.search_text LIKE :word2)
                AND (CAST(:word3 AS text) IS NULL OR s.search_text LIKE :word3)
                AND (CAST(:word4 AS text) IS NULL OR s.search_text LIKE :word4)
                AND (CAST(:word5 AS text) IS NULL OR s.search_text LIKE :word5)
                AND (CAST(:word6 AS text) IS NULL OR s.search_text LIKE :word6)
                AND (CAST(:word7 AS text) IS NULL OR s.search_text LIKE :word7)
                AND (CAST(:word8 AS text) IS NULL OR s.search_text LIKE :word8)
                AND (CAST(:inStock AS boolean) IS NULL
                    OR (CAST(:inStock AS boolean) AND v.available_stock > 0)
                    OR (NOT CAST(:inStock AS boolean) AND v.available_stock = 0))
                AND (CAST(:availableBelow AS bigint) IS NULL
                    OR v.available_stock < :availableBelow)
                {besides}
            ORDER BY {order}
            LIMIT :limit
            """;

    private static final String LAPSED_PRODUCTS =
            """
            (
                SELECT i.product_id, i.name, i.sku, i.total_stock, i.reserved_stock,
                       greatest(0, i.total_stock - i.reserved_stock + l.quantity)
                           AS available_stock,
                       l.quantity AS lapsed_stock, i.warehouses, i.version, i.updated_at
                FROM lapsed l
                JOIN inventory_view i ON i.product_id = l.product_id
            )
            """;

    private static final String BESIDES_LAPSED =
            "AND v.product_id NOT IN (SELECT l.product_id FROM lapsed l)";

    private static final String OF_ANY_WAREHOUSE = "";

    private static final String OF_ONE_WAREHOUSE =
            """
            JOIN inventory_holdings h
                ON h.product_id = v.product_id AND h.warehouse_id = :warehouseId
            """;

    /** Which of the statements answers a question. */
    private record Shape(InventorySort sort, boolean byAvailable, boolean ofWarehouse) {}

    /** Every statement, made once from the texts above. */
    private static final Map<Shape, String> STATEMENTS = statements();

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    public InventoryPages(DataSource dataSource, int queryTimeoutSeconds, Clock clock) {
        this.clock = clock;
        JdbcTemplate template = new PlannedAnew(dataSource);
        template.setQueryTimeout(queryTimeoutSeconds);
        this.jdbc = new NamedParameterJdbcTemplate(template);
    }

    /** Up to {@code limit} products after the cursor, or from the beginning where it is null. */
    List<InventoryItem> page(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            int limit) {
        return jdbc.query(
                statement(sort, filter),
                parameters(filter, after, limit, InventoryQueries.now(clock)),
                (row, _) -> InventoryItem.of(row));
    }

    static String statement(InventorySort sort, InventoryFilter filter) {
        boolean byAvailable =
                sort.isByAvailable() || filter.inStock() != null || filter.availableBelow() != null;
        var shape = new Shape(sort, byAvailable, filter.warehouseId() != null);
        return STATEMENTS.getOrDefault(shape, "");
    }

    static MapSqlParameterSource parameters(
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            int limit,
            OffsetDateTime now) {
        var parameters =
                new MapSqlParameterSource()
                        .addValue("afterKey", after == null ? null : after.key(), Types.VARCHAR)
                        .addValue(
                                "afterId", after == null ? null : after.productId(), Types.VARCHAR)
                        .addValue("sku", filter.sku(), Types.VARCHAR)
                        .addValue("inStock", filter.inStock(), Types.BOOLEAN)
                        .addValue("availableBelow", filter.availableBelow(), Types.BIGINT)
                        .addValue("warehouseId", filter.warehouseId(), Types.VARCHAR)
                        .addValue("now", now, Types.TIMESTAMP_WITH_TIMEZONE)
                        .addValue("limit", limit, Types.INTEGER);
        for (int i = 0; i < WORDS_MAX; i++) {
            String word = i < filter.words().size() ? filter.words().get(i) : null;
            parameters.addValue("word" + (i + 1), word, Types.VARCHAR);
        }
        return parameters;
    }

    private static Map<Shape, String> statements() {
        var statements = new HashMap<Shape, String>();
        for (InventorySort sort : InventorySort.values()) {
            for (boolean ofWarehouse : new boolean[] {false, true}) {
                for (boolean byAvailable : new boolean[] {false, true}) {
                    var shape = new Shape(sort, byAvailable, ofWarehouse);
                    statements.put(shape, statement(shape));
                }
            }
        }
        return statements;
    }

    private static String statement(Shape shape) {
        String besides = shape.byAvailable ? BESIDES_LAPSED : "";
        return (shape.byAvailable ? SELECT_PAGE_BY_AVAILABLE : SELECT_PAGE)
                .replace("{recorded}", products("inventory_view", "0", besides))
                .replace("{lapsed}", products(LAPSED_PRODUCTS, "v.lapsed_stock", ""))
                .replace("{warehouse}", shape.ofWarehouse ? OF_ONE_WAREHOUSE : OF_ANY_WAREHOUSE)
                .replace("{after}", shape.sort.afterCondition())
                .replace("{orderOfPage}", shape.sort.orderOfPage())
                .replace("{order}", shape.sort.orderBy());
    }

    private static String products(String source, String lapsedStock, String besides) {
        return SELECT_PRODUCTS
                .replace("{products}", source)
                .replace("{lapsedStock}", lapsedStock)
                .replace("{besides}", besides);
    }

    /** Never lets the driver keep a plan that was made without knowing the parameters. */
    private static final class PlannedAnew extends JdbcTemplate {

        PlannedAnew(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        protected void applyStatementSettings(Statement statement) throws SQLException {
            super.applyStatementSettings(statement);
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }
}
