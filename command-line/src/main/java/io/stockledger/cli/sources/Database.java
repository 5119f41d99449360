package io.stockledger.cli.sources;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.transport.Peer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A database with the role that uses it.
 *
 * @param name its name in messages
 */
public record Database(String name, String url, String user, String password) {

    private static final int ROWS_PER_FETCH = 2_000;

    /**
     * A range of events is read in the order of its pages and sorted, which needs memory. The
     * services need the processors, so that no statement uses more than one.
     */
    private static final String READING =
            "SET work_mem = '64MB'; SET max_parallel_workers_per_gather = 0; SET jit = off";

    /**
     * Opens a connection that only reads, and sees one moment from its first statement to the next
     * {@link Connection#commit}. Large results are fetched in parts.
     *
     * @throws OperatorFailure if the database does not let the role in
     */
    public Connection openToRead() {
        try {
            Connection connection = connect();
            try (Statement statement = connection.createStatement()) {
                statement.execute(READING);
            }
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Opens a connection in auto-commit mode.
     *
     * @throws OperatorFailure if the database does not let the role in
     */
    public Connection openToWrite() {
        try {
            return connect();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "stockledger-command-line");
        properties.setProperty("defaultRowFetchSize", Integer.toString(ROWS_PER_FETCH));
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(url, properties);
    }

    private OperatorFailure failure(SQLException e) {
        String refusal =
                Peer.postgres("the " + name, url, "the parameter sslrootcert of its URL")
                        .explain(e);
        if (refusal != null) {
            return new OperatorFailure(
                    "cannot open the %s at %s as %s: %s".formatted(name, url, user, refusal), e);
        }
        return new OperatorFailure(
                "cannot open the %s at %s as %s: %s. Start it, or check its address, the role and the password."
                        .formatted(name, url, user, e.getMessage()),
                e);
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
