package io.stockledger.query.generations;

import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;

import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * Has every statement planned for its parameters; the driver never keeps a generic plan. This is
 * for statements whose best plan depends on the values, such as the filters of a list. Thread-safe.
 */
public final class CustomPlanTemplate extends JdbcTemplate {

    /**
     * @param queryTimeoutSeconds the longest time that a statement may take
     */
    public CustomPlanTemplate(DataSource dataSource, int queryTimeoutSeconds) {
        super(dataSource);
        setQueryTimeout(queryTimeoutSeconds);
    }

    @Override
    protected void applyStatementSettings(Statement statement) throws SQLException {
        super.applyStatementSettings(statement);
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
}
