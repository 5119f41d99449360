package io.stockledger.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.Ports;

import org.flywaydb.core.Flyway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A migrated events database. Each group of loads has its own database, so that the events of one
 * group do not slow down the next. The database is dropped at the end.
 */
public final class EventsDatabase implements AutoCloseable {

    /** The pool size of the command service. */
    private static final int APPLICATION_CONNECTIONS = 12;

    private static final String NOT_PUBLISHED =
            """
            SELECT log_head.position - relay_checkpoint.published
            FROM log_head, relay_checkpoint
            """;

    private final ServerDatabase database;
    private final Passwords passwords;
    private final Path folder;

    EventsDatabase(ServerDatabase database, Passwords passwords, Path folder) {
        this.database = database;
        this.passwords = passwords;
        this.folder = folder;
        Flyway.configure()
                .dataSource(url(), Provisioning.OWNER, passwords.owner())
                .placeholders(Map.of("application_role", Provisioning.APPLICATION))
                .load()
                .migrate();
    }

    /** Returns a new pool with the role and the size of the command service's pool. */
    public HikariDataSource application() {
        return database.pool(
                Provisioning.APPLICATION, passwords.application(), APPLICATION_CONNECTIONS);
    }

    /** Returns a new pool of the owner, which may create tables and fill the event log. */
    public HikariDataSource owner(int connections) {
        return database.pool(Provisioning.OWNER, passwords.owner(), connections);
    }

    /** Returns the login of the owner, for a program of Postgres. */
    public Login ownerLogin() {
        return new Login(
                Ports.LOOPBACK,
                database.server().port(),
                database.name(),
                Provisioning.OWNER,
                passwords.owner());
    }

    /** Returns the settings of a command service on this database, as environment variables. */
    public Map<String, String> serviceEnvironment() {
        return Map.of(
                "SPRING_DATASOURCE_URL", url(),
                "SPRING_DATASOURCE_USERNAME", Provisioning.APPLICATION,
                "SPRING_DATASOURCE_PASSWORD", passwords.application(),
                "SPRING_FLYWAY_USER", Provisioning.OWNER,
                "SPRING_FLYWAY_PASSWORD", passwords.owner());
    }

    /** Host, port and account. {@code toString} does not contain the password. */
    public record Login(String host, int port, String database, String user, String password) {
        @Override
        public String toString() {
            return user + "@" + database;
        }
    }

    /** Returns the folder of the run, for the files of programs that use this database. */
    public Path folder() {
        return folder;
    }

    public String url() {
        return database.url();
    }

    /** Writes dirty pages to disk, so that the writes of one load do not slow down the next. */
    public void checkpoint() throws SQLException {
        database.checkpoint();
    }

    /** Returns the number of events in the log. */
    public long events() {
        return number("SELECT position FROM log_head");
    }

    /** Returns the number of events that the relay has not published yet. */
    public long eventsBehindRelay() {
        return number(NOT_PUBLISHED);
    }

    private long number(String query) {
        try (Connection connection =
                        DriverManager.getConnection(url(), Provisioning.OWNER, passwords.owner());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the events database cannot be read", e);
        }
    }

    @Override
    public void close() throws SQLException {
        database.drop();
    }
}
