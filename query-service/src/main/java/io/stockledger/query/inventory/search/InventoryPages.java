package io.stockledger.query.inventory.search;

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
import java.util.List;

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
    public static final int WORDS_MAX = 8;

    /**
     * Where no more products match than this, they are gathered and sorted; where more do, the
     * page's order is walked, in which they are met soon.
     */
    static final int GATHERED_MAX = 10_000;

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    public InventoryPages(DataSource dataSource, int queryTimeoutSeconds, Clock clock) {
        this.clock = clock;
        JdbcTemplate template = new PlannedAnew(dataSource);
        template.setQueryTimeout(queryTimeoutSeconds);
        this.jdbc = new NamedParameterJdbcTemplate(template);
    }

    /** Up to {@code limit} products after the cursor, or from the beginning where it is null. */
    public List<InventoryItem> page(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            int limit) {
        var parameters = parameters(filter, after, limit, InventoryQueries.now(clock));
        return jdbc.query(
                PageStatements.of(sort, filter, isGathered(filter, parameters)),
                parameters,
                (row, _) -> InventoryItem.of(row));
    }

    private boolean isGathered(InventoryFilter filter, MapSqlParameterSource parameters) {
        if (!PageStatements.mayBeGathered(filter)) {
            return false;
        }
        Long matching =
                jdbc.queryForObject(PageStatements.counting(filter), parameters, Long.class);
        return matching != null && matching <= GATHERED_MAX;
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
                        .addValue("gatheredMax", GATHERED_MAX, Types.INTEGER)
                        .addValue("limit", limit, Types.INTEGER);
        for (int i = 0; i < WORDS_MAX; i++) {
            String word = i < filter.words().size() ? filter.words().get(i) : null;
            parameters.addValue("word" + (i + 1), word, Types.VARCHAR);
        }
        return parameters;
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
