package io.stockledger.query.testing;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.Ports;
import io.stockledger.teststack.PostgresStandby;
import io.stockledger.teststack.TestDatabase;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A Postgres with an empty views database, and a hot standby that replicates it by streaming. */
public final class PrimaryAndStandby implements AutoCloseable {

    private static final String DATABASE = "views";

    private final Passwords passwords = Passwords.generate();
    private final PostgresServer primary;
    private final PostgresServer standby;

    /** Starts both servers, with all their files in the folder. */
    public PrimaryAndStandby(Path folder) throws IOException, SQLException {
        primary = start(folder, "primary");
        try (Connection administrator = primary.connectAsAdministrator()) {
            Provisioning provisioning = new Provisioning(administrator);
            provisioning.createRoles(passwords);
            provisioning.createViewsDatabase(DATABASE);
            PostgresStandby.copy(
                    primary,
                    passwords.administrator(),
                    folder.resolve("primary/data"),
                    folder.resolve("standby/data"));
            standby = start(folder, "standby");
        } catch (IOException | SQLException | RuntimeException e) {
            primary.close();
            throw e;
        }
    }

    private PostgresServer start(Path folder, String name) {
        Path own = folder.resolve(name);
        return PostgresServer.start(
                new PostgresServer.Location(
                        own.resolve("data"), Cache.folder(), own, own.resolve("log")),
                Ports.free(),
                passwords.administrator());
    }

    /** The views database on the primary. */
    public TestDatabase database() {
        return new TestDatabase(
                DATABASE,
                primary.jdbcUrl(DATABASE),
                Provisioning.QUERY,
                passwords.query(),
                Provisioning.QUERY,
                passwords.query(),
                passwords.reader());
    }

    /** The JDBC URL of the same database on the standby. */
    public String standbyUrl() {
        return standby.jdbcUrl(DATABASE);
    }

    public JdbcClient primaryJdbc() {
        return JdbcClient.create(
                new DriverManagerDataSource(
                        primary.jdbcUrl(DATABASE), Provisioning.QUERY, passwords.query()));
    }

    /** Pauses the standby: it receives newer data and does not show them. */
    public void pauseReplay() throws SQLException {
        onStandby("SELECT pg_wal_replay_pause()");
    }

    public void resumeReplay() throws SQLException {
        onStandby("SELECT pg_wal_replay_resume()");
    }

    private void onStandby(String sql) throws SQLException {
        try (Connection administrator = standby.connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute(sql);
        }
    }

    public void stopStandby() {
        standby.close();
    }

    @Override
    public void close() {
        standby.close();
        primary.close();
    }
}
