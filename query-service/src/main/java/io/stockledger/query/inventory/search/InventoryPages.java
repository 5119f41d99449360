package io.stockledger.query.inventory.search;

import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.stock.InventoryItem;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

import javax.sql.DataSource;

/**
 * Reads products in pages by key, so the last page costs as much as the first. Lapsed reservations
 * are subtracted at the instant of the read, as in {@link InventoryQueries}. Thread-safe.
 */
public final class InventoryPages {

    /** The maximum number of words in a search. */
    public static final int WORDS_MAX = 8;

    /**
     * The maximum number of matching products that are gathered and sorted. If more products match,
     * the products are scanned in the order of the page, because then a match is never far away.
     */
    static final int GATHERED_MAX = 10_000;

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    public InventoryPages(DataSource dataSource, int queryTimeoutSeconds, Clock clock) {
        this.clock = clock;
        JdbcTemplate template = new CustomPlanTemplate(dataSource);
        template.setQueryTimeout(queryTimeoutSeconds);
        this.jdbc = new NamedParameterJdbcTemplate(template);
    }

    /**
     * Up to {@code limit} products. If any product is held, the page has a hold, since a held
     * product may be missing in it.
     *
     * @param after the last item of the page before; null for the first page
     */
    public HeldRows<InventoryItem> page(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            int limit) {
        SqlFragment page =
                PageStatements.page(
                        sort,
                        filter,
                        after,
                        limit,
                        InventoryQueries.now(clock),
                        isGathered(filter));
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
        return InventoryQueries.item(row, Hold.read(row, Hold.COLUMN));
    }

    private boolean isGathered(InventoryFilter filter) {
        if (!PageStatements.mayBeGathered(filter)) {
            return false;
        }
        SqlFragment count = PageStatements.count(filter, GATHERED_MAX + 1);
        Long matching = jdbc.queryForObject(count.sql(), count.parameterSource(), Long.class);
        return matching != null && matching <= GATHERED_MAX;
    }

    /** Has every statement planned for its parameters; the driver never keeps a generic plan. */
    private static final class CustomPlanTemplate extends JdbcTemplate {

        CustomPlanTemplate(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        protected void applyStatementSettings(Statement statement) throws SQLException {
            super.applyStatementSettings(statement);
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }
}
