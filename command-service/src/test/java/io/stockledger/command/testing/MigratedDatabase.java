package io.stockledger.command.testing;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.command.eventstore.ReceiptRetention;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import javax.sql.DataSource;

/**
 * A separate database with the tables of the service. A test connects to it as the application or
 * as the owner of the tables.
 */
public final class MigratedDatabase implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 12;
    private static final int RECEIPTS_KEPT_DAYS = 7;

    private final TestDatabase database = TestStack.shared().newEventsDatabase();
    private final HikariDataSource pool = new HikariDataSource();

    public MigratedDatabase() {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.ownerUser(), database.ownerPassword())
                .placeholders(Map.of("application_role", database.applicationUser()))
                .load()
                .migrate();
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.applicationUser());
        pool.setPassword(database.applicationPassword());
        pool.setMaximumPoolSize(CONNECTIONS_MAX);
        pool.setMinimumIdle(1);
        new ReceiptRetention(JdbcClient.create(pool), RECEIPTS_KEPT_DAYS).maintainOnce();
    }

    /** Pooled connections with the role of the application. */
    public DataSource application() {
        return pool;
    }

    /** A new connection with the role of the application on each call. */
    public PGSimpleDataSource ownConnections() {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser(database.applicationUser());
        dataSource.setPassword(database.applicationPassword());
        return dataSource;
    }

    /** A new connection with the role that owns the tables on each call. */
    public DataSource owner() {
        return new DriverManagerDataSource(
                database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    }

    /** A new connection with the role that owns the tables. */
    public Connection connectAsOwner() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    }

    /** A new connection with the role of the verification and of analysts. */
    public Connection connectAsReader() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), "stockledger_reader", database.readerPassword());
    }

    /** Runs a statement as the owner of the tables. */
    public void asOwner(String sql) {
        try (Connection connection = connectAsOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String name() {
        return database.name();
    }

    @Override
    public void close() {
        pool.close();
    }
}
