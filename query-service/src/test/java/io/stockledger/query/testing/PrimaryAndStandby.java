package io.stockledger.query.testing;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.Ports;
import io.stockledger.teststack.TestDatabase;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
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
            copy(administrator, folder.resolve("primary/data"), folder.resolve("standby/data"));
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

    /**
     * Makes a low-level base backup: the files, and the label with which they become consistent.
     */
    private void copy(Connection administrator, Path from, Path to)
            throws IOException, SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', fast => true)");
            Files.createDirectories(to.getParent());
            Files.walkFileTree(from, new DataFiles(from, to));
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
                row.next();
                Files.writeString(to.resolve("backup_label"), row.getString(1));
            }
        }
        Files.createFile(to.resolve("standby.signal"));
        Files.writeString(
                to.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=%s port=%d user=%s password=%s'%n"
                        .formatted(
                                Ports.LOOPBACK,
                                primary.port(),
                                PostgresServer.ADMINISTRATOR,
                                passwords.administrator()),
                StandardOpenOption.APPEND);
    }

    /** The views database on the primary. */
    public TestDatabase database() {
        return new TestDatabase(
                DATABASE,
                primary.jdbcUrl(DATABASE),
                Provisioning.QUERY,
                passwords.query(),
                Provisioning.QUERY,
                passwords.query());
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

    /** Copies all files but the write-ahead log, which is streamed, and the server's lock file. */
    private static final class DataFiles extends SimpleFileVisitor<Path> {

        private final Path from;
        private final Path to;

        DataFiles(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            Files.copy(folder, target(folder), StandardCopyOption.COPY_ATTRIBUTES);
            return folder.equals(from.resolve("pg_wal"))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (!file.getFileName().toString().startsWith("postmaster.")) {
                Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
        }

        /** A file that the server deletes during the copy is restored from the write-ahead log. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        private Path target(Path path) {
            return to.resolve(from.relativize(path));
        }
    }
}
