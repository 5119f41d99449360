package io.stockledger.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.postgres.Provisioning;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A views database with the tables of every read model; dropped at the end. */
public final class ViewsDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 2;

    private final PostgresServer server;
    private final Passwords passwords;
    private final String name;

    ViewsDatabase(PostgresServer server, Passwords passwords, String name) {
        this.server = server;
        this.passwords = passwords;
        this.name = name;
        Flyway.configure()
                .dataSource(server.jdbcUrl(name), Provisioning.QUERY, passwords.query())
                .locations(
                        "classpath:io/stockledger/query/intake/migrations",
                        "classpath:io/stockledger/query/inventory/migrations",
                        "classpath:io/stockledger/query/reservations/migrations",
                        "classpath:io/stockledger/query/movements/migrations")
                .load()
                .migrate();
    }

    /** A pool of the query service's role. */
    public HikariDataSource query() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(name));
        config.setUsername(Provisioning.QUERY);
        config.setPassword(passwords.query());
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    /** Writes what is dirty to disk, so that one load does not pay for the one before. */
    public void checkpoint() throws SQLException {
        asAdministrator("CHECKPOINT");
    }

    @Override
    public void close() throws SQLException {
        asAdministrator("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private void asAdministrator(String sql) throws SQLException {
        try (Connection administrator = server.connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute(sql);
        }
    }
}
