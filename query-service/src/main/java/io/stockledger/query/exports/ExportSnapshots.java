package io.stockledger.query.exports;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.query.generations.CustomPlanTemplate;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.generations.ReadModel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Opens snapshots of the database: transactions that see the rows of one moment and write nothing.
 * A snapshot reads the tables of the serving generations and not the views of the versions, because
 * a swap of generations replaces the views and would wait for the end of the snapshot. Thread-safe.
 */
final class ExportSnapshots {

    /** The number of rows that are in memory at once, unless they are larger than usual. */
    private static final int ROWS_PER_FETCH = 500;

    /** A statement has no limit of its own beside that of the export. */
    private static final int NO_TIMEOUT = 0;

    /** Ends the transaction on the server even if this replica no longer can; since Postgres 17. */
    private static final String LIMIT_DURATION =
            """
            SELECT set_config(name, ?, true) FROM pg_settings WHERE name = 'transaction_timeout'
            """;

    /** By how much the limit on the server is later than that of the replica. */
    private static final Duration LATER = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ExportSnapshots.class);

    /** Reads a snapshot. */
    @FunctionalInterface
    interface Work {
        void run(NamedParameterJdbcTemplate snapshot) throws IOException;
    }

    private final HikariDataSource dataSource;
    private final List<ReadModel> readModels;
    private final Duration durationMax;

    /**
     * @param dataSource connections without auto-commit, read-only and with the isolation level
     *     repeatable read
     */
    ExportSnapshots(
            HikariDataSource dataSource,
            List<? extends ReadModel> readModels,
            Duration durationMax) {
        this.dataSource = dataSource;
        this.readModels = List.copyOf(readModels);
        this.durationMax = durationMax;
    }

    /** Runs the work in a new snapshot, and releases it afterwards. */
    void read(RunningExport export, Work work) throws IOException {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            export.beginReading(() -> abort(connection));
            var one = new SingleConnectionDataSource(connection, true);
            var snapshot = new CustomPlanTemplate(one, NO_TIMEOUT);
            snapshot.setFetchSize(ROWS_PER_FETCH);
            JdbcClient.create(snapshot)
                    .sql(LIMIT_DURATION)
                    .param(Long.toString(durationMax.plus(LATER).toMillis()))
                    .query(_ -> {});
            Generations.readTables(one, readModels);
            work.run(new NamedParameterJdbcTemplate(snapshot));
        } finally {
            export.endReading();
            // The pool rolls the transaction back.
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** Tells the pool before, so that it does not take the closed connection for a failure. */
    private void abort(Connection connection) {
        dataSource.evictConnection(connection);
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("The connection of a snapshot is closed already", e);
        }
    }
}
