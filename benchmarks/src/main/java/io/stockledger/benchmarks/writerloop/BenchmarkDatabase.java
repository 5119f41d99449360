package io.stockledger.benchmarks.writerloop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.Ports;

import org.flywaydb.core.Flyway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

/**
 * A Postgres of the benchmark's own with a migrated events database; stopped and removed at the
 * end.
 */
final class BenchmarkDatabase implements AutoCloseable {

    private static final String DATABASE = "stockledger_events";

    private final Path folder;
    private final Passwords passwords = Passwords.generate();
    private final PostgresServer server;
    private final HikariDataSource application;

    BenchmarkDatabase(Path parent) throws IOException, SQLException {
        Files.createDirectories(parent);
        this.folder = Files.createTempDirectory(parent, "benchmark-");
        this.server =
                PostgresServer.start(
                        new PostgresServer.Location(
                                folder.resolve("postgres"),
                                Cache.folder(),
                                folder.resolve("processes"),
                                folder.resolve("postgres.log")),
                        Ports.free(),
                        passwords.administrator());
        try (Connection administrator = server.connectAsAdministrator()) {
            Provisioning provisioning = new Provisioning(administrator);
            provisioning.createRoles(passwords);
            provisioning.createEventsDatabase(DATABASE);
        }
        Flyway.configure()
                .dataSource(server.jdbcUrl(DATABASE), Provisioning.OWNER, passwords.owner())
                .placeholders(Map.of("application_role", Provisioning.APPLICATION))
                .load()
                .migrate();
        this.application = pool(Provisioning.APPLICATION, passwords.application(), 12);
    }

    /** As the command service connects. */
    DataSource application() {
        return application;
    }

    /** As the owner, who may create the baseline's table. */
    HikariDataSource owner(int connections) {
        return pool(Provisioning.OWNER, passwords.owner(), connections);
    }

    /** What the running server says of a setting. */
    String setting(String name) throws SQLException {
        try (Connection administrator = server.connectAsAdministrator();
                Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Writes what is dirty to disk, so that one load does not pay for the one before. */
    void checkpoint() throws SQLException {
        try (Connection administrator = server.connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    @Override
    public void close() {
        application.close();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HikariDataSource pool(String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(DATABASE));
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }
}
