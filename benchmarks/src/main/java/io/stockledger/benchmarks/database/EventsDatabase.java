package io.stockledger.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.Ports;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A migrated events database. Each group of loads has one of its own, so that none pays for the
 * size of what those before have written; it is dropped at the end.
 */
public final class EventsDatabase implements AutoCloseable {

    /** As many as the command service has. */
    private static final int APPLICATION_CONNECTIONS = 12;

    private static final String NOT_PUBLISHED =
            """
            SELECT log_head.position - relay_checkpoint.published
            FROM log_head, relay_checkpoint
            """;

    private final ServerDatabase database;
    private final Passwords passwords;

    EventsDatabase(ServerDatabase database, Passwords passwords) {
        this.database = database;
        this.passwords = passwords;
        Flyway.configure()
                .dataSource(url(), Provisioning.OWNER, passwords.owner())
                .placeholders(Map.of("application_role", Provisioning.APPLICATION))
                .load()
                .migrate();
    }

    /** A pool as the command service has one. */
    public HikariDataSource application() {
        return database.pool(
                Provisioning.APPLICATION, passwords.application(), APPLICATION_CONNECTIONS);
    }

    /** A pool of the owner, who may make tables for the baselines and fill the log. */
    public HikariDataSource owner(int connections) {
        return database.pool(Provisioning.OWNER, passwords.owner(), connections);
    }

    /** How a program of Postgres connects, as the owner. */
    public Login ownerLogin() {
        return new Login(
                Ports.LOOPBACK,
                database.server().port(),
                database.name(),
                Provisioning.OWNER,
                passwords.owner());
    }

    /** The settings of a command service on this database, as environment variables. */
    public Map<String, String> serviceEnvironment() {
        return Map.of(
                "SPRING_DATASOURCE_URL", url(),
                "SPRING_DATASOURCE_USERNAME", Provisioning.APPLICATION,
                "SPRING_DATASOURCE_PASSWORD", passwords.application(),
                "SPRING_FLYWAY_USER", Provisioning.OWNER,
                "SPRING_FLYWAY_PASSWORD", passwords.owner());
    }

    /** Host, port and account; the password is never shown by accident. */
    public record Login(String host, int port, String database, String user, String password) {
        @Override
        public String toString() {
            return user + "@" + database;
        }
    }

    public String url() {
        return database.url();
    }

    /** Writes what is dirty to disk, so that one load does not pay for the one before. */
    public void checkpoint() throws SQLException {
        database.checkpoint();
    }

    /** How many events the relay has not published yet. */
    public long eventsBehindRelay() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url(), Provisioning.OWNER, passwords.owner());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NOT_PUBLISHED)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        database.drop();
    }
}
