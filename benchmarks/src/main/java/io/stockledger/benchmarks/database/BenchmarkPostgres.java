package io.stockledger.benchmarks.database;

import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.kafka.Tuning;
import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.LeftoverProcesses;
import io.stockledger.localstack.process.Ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Postgres of a benchmark, with the same durability as that of {@code ./run}. It is stopped and
 * its files are deleted at the end, also after Ctrl-C.
 */
public final class BenchmarkPostgres implements AutoCloseable {

    private static final List<String> SETTINGS =
            List.of(
                    "fsync",
                    "synchronous_commit",
                    "full_page_writes",
                    "wal_level",
                    "shared_buffers",
                    "max_wal_size",
                    "checkpoint_timeout");

    private final Path folder;
    private final Passwords passwords = Passwords.generate();
    private final PostgresServer server;
    private final Thread atExit = new Thread(this::remove);
    private int databases;

    /** Starts the server in a new folder below the parent. */
    public BenchmarkPostgres(Path parent) throws IOException, SQLException {
        Files.createDirectories(parent);
        this.folder = Files.createTempDirectory(parent, "benchmark-").toAbsolutePath();
        Runtime.getRuntime().addShutdownHook(atExit);
        this.server =
                PostgresServer.start(
                        new PostgresServer.Location(
                                folder.resolve("postgres"),
                                Cache.folder(),
                                processes(),
                                folder.resolve("postgres.log")),
                        Ports.free(),
                        passwords.administrator());
        try (Connection administrator = server.connectAsAdministrator()) {
            new Provisioning(administrator).createRoles(passwords);
        }
    }

    /** Creates and migrates a new events database. */
    public EventsDatabase createEventsDatabase() throws SQLException {
        databases++;
        String name = "stockledger_events_" + databases;
        try (Connection administrator = server.connectAsAdministrator()) {
            new Provisioning(administrator).createEventsDatabase(name);
        }
        return new EventsDatabase(new ServerDatabase(server, name), passwords, folder);
    }

    /** Creates and migrates a new views database. */
    public ViewsDatabase createViewsDatabase() throws SQLException {
        databases++;
        String name = "stockledger_views_" + databases;
        try (Connection administrator = server.connectAsAdministrator()) {
            new Provisioning(administrator).createViewsDatabase(name);
        }
        return new ViewsDatabase(new ServerDatabase(server, name), passwords);
    }

    /** Starts a Kafka broker whose files are in the folder of this run. */
    public KafkaBroker startKafka() {
        return KafkaBroker.start(
                new KafkaBroker.Location(
                        folder.resolve("kafka"),
                        Cache.folder(),
                        processes(),
                        folder.resolve("kafka.log")),
                Ports.free(),
                Ports.free(),
                Tuning.THROUGHPUT);
    }

    /** Returns the folder of all files of this run. */
    public Path folder() {
        return folder;
    }

    /** Returns the folder of the records of this run's processes, which are stopped at the end. */
    public Path processes() {
        return folder.resolve("processes");
    }

    /** Returns the version and the settings that the running server reports. */
    public Conditions.Server server() throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : SETTINGS) {
            settings.put(name, setting(name));
        }
        return new Conditions.Server(setting("server_version"), settings);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        remove();
    }

    private String setting(String name) throws SQLException {
        try (Connection administrator = server.connectAsAdministrator();
                Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    private void remove() {
        LeftoverProcesses.stopAll(processes());
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
