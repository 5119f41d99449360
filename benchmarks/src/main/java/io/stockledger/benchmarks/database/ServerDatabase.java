package io.stockledger.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.localstack.postgres.PostgresServer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One database of the Postgres of a benchmark. */
record ServerDatabase(PostgresServer server, String name) {

    String url() {
        return server.jdbcUrl(name);
    }

    HikariDataSource pool(String user, String password, int connections) {
        return pool(user, password, connections, "");
    }

    HikariDataSource pool(String user, String password, int connections, String searchPath) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        if (!searchPath.isEmpty()) {
            config.addDataSourceProperty("currentSchema", searchPath);
        }
        return new HikariDataSource(config);
    }

    void checkpoint() throws SQLException {
        asAdministrator("CHECKPOINT");
    }

    void drop() throws SQLException {
        asAdministrator("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private void asAdministrator(String sql) throws SQLException {
        try (Connection administrator = server.connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute(sql);
        }
    }
}
