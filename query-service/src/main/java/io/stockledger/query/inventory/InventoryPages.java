package io.stockledger.query.inventory;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * Reads products in pages by key, so the last page costs what the first does. Thread-safe.
 *
 * <p>A statement is planned for its parameters each time: conditions that do not apply fold away,
 * and the rest choose their index.
 */
public final class InventoryPages {

    /** How many words a question may have. */
    static final int WORDS_MAX = 8;

    private static final String SELECT_PAGE =
            """
            SELECT v.product_id, v.name, v.sku, v.total_stock, v.reserved_stock, v.available_stock,
                   v.warehouses, v.version, v.updated_at
            FROM inventory_view v
            JOIN inventory_search s ON s.product_id = v.product_id
            %s
            WHERE (CAST(:afterId AS text) IS NULL OR %s)
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
            ORDER BY %s
            LIMIT :limit
            """;

    private static final String OF_ANY_WAREHOUSE = "";

    private static final String OF_ONE_WAREHOUSE =
            """
            JOIN inventory_holdings h
                ON h.product_id = v.product_id AND h.warehouse_id = :warehouseId
            """;

    /** A statement for each order, made once from the one text above. */
    private static final Map<InventorySort, String> OF_ALL = statements(OF_ANY_WAREHOUSE);

    private static final Map<InventorySort, String> OF_WAREHOUSE = statements(OF_ONE_WAREHOUSE);

    private final NamedParameterJdbcTemplate jdbc;

    public InventoryPages(DataSource dataSource, int queryTimeoutSeconds) {
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
                parameters(filter, after, limit),
                (row, _) -> InventoryItem.of(row));
    }

    static String statement(InventorySort sort, InventoryFilter filter) {
        var statements = filter.warehouseId() == null ? OF_ALL : OF_WAREHOUSE;
        return statements.getOrDefault(sort, "");
    }

    static MapSqlParameterSource parameters(
            InventoryFilter filter, @Nullable InventoryCursor after, int limit) {
        var parameters =
                new MapSqlParameterSource()
                        .addValue("afterKey", after == null ? null : after.key(), Types.VARCHAR)
                        .addValue(
                                "afterId", after == null ? null : after.productId(), Types.VARCHAR)
                        .addValue("sku", filter.sku(), Types.VARCHAR)
                        .addValue("inStock", filter.inStock(), Types.BOOLEAN)
                        .addValue("availableBelow", filter.availableBelow(), Types.BIGINT)
                        .addValue("warehouseId", filter.warehouseId(), Types.VARCHAR)
                        .addValue("limit", limit, Types.INTEGER);
        for (int i = 0; i < WORDS_MAX; i++) {
            String word = i < filter.words().size() ? filter.words().get(i) : null;
            parameters.addValue("word" + (i + 1), word, Types.VARCHAR);
        }
        return parameters;
    }

    private static Map<InventorySort, String> statements(String warehouseJoin) {
        var statements = new EnumMap<InventorySort, String>(InventorySort.class);
        for (InventorySort sort : InventorySort.values()) {
            statements.put(
                    sort,
                    SELECT_PAGE.formatted(warehouseJoin, sort.afterCondition(), sort.orderBy()));
        }
        return statements;
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
