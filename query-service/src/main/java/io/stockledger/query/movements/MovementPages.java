package io.stockledger.query.movements;

import io.stockledger.query.generations.CustomPlanTemplate;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.Objects;
import java.util.Set;

import javax.sql.DataSource;

/**
 * Reads the movements of all products in the order of the log, in pages by position, so the last
 * page costs as much as the first. Thread-safe.
 */
public final class MovementPages {

    private final NamedParameterJdbcTemplate jdbc;

    public MovementPages(DataSource dataSource, int queryTimeoutSeconds) {
        this.jdbc =
                new NamedParameterJdbcTemplate(
                        new CustomPlanTemplate(dataSource, queryTimeoutSeconds));
    }

    /**
     * The holds of the products whose movements may be missing.
     *
     * @param productId the only product of the request; null for all
     */
    Set<Hold> holds(@Nullable String productId) {
        return holds(JdbcClient.create(jdbc.getJdbcTemplate()), productId);
    }

    /** The same, read with this client. */
    static Set<Hold> holds(JdbcClient client, @Nullable String productId) {
        return productId == null
                ? HeldRows.noRows(client).holds()
                : HeldRows.noRows(client, productId).holds();
    }

    /**
     * Up to {@code limit} movements after a position, in the order of the log.
     *
     * @param through the position up to which every movement has been received. A page ends there:
     *     products are projected at different speeds, and a caller that continues after the last
     *     position of a page must not miss a movement that comes in later
     */
    HeldRows<Movement> page(MovementFilter filter, long after, long through, int limit) {
        MovementStatement page = MovementStatement.page(filter, after, through, limit);
        return Objects.requireNonNull(
                jdbc.query(
                        page.sql(),
                        page.parameters(),
                        HeldRows.reader(Hold.COLUMN, Movement::ofAnyProduct)));
    }
}
