package io.stockledger.localstack.postgres;

import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.Signal;
import io.stockledger.localstack.process.StackFailure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A running Postgres 18 on the loopback address. What it has acknowledged survives a kill of
 * everything: the settings that durability rests on are written out below. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {

    public static final String ADMINISTRATOR = "postgres";

    static final String PROCESS_NAME = "postgres";

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private static final List<String> SETTINGS =
            List.of(
                    "fsync=on",
                    "synchronous_commit=on",
                    "full_page_writes=on",
                    "wal_level=replica",
                    "listen_addresses=" + Ports.LOOPBACK,
                    "unix_socket_directories=",
                    "max_connections=200",
                    "shared_buffers=256MB",
                    "max_wal_size=2GB",
                    "checkpoint_timeout=15min",
                    "password_encryption=scram-sha-256",
                    "timezone=UTC",
                    "log_timezone=UTC");

    private final ChildProcess process;
    private final int port;
    private final String password;

    private PostgresServer(ChildProcess process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * Where a server keeps what.
     *
     * @param dataFolder the database cluster; made by initdb where it is empty or missing
     * @param cacheFolder unpacked programs, shared by every cluster of the machine
     * @param recordsFolder the record of the running process, see {@code LeftoverProcesses}
     * @param logFile what the server writes; appended to
     */
    public record Location(Path dataFolder, Path cacheFolder, Path recordsFolder, Path logFile) {}

    /**
     * Starts the server and waits until it takes connections.
     *
     * @param port a TCP port that is free
     * @param password the superuser's, as it was at the first start
     * @throws StackFailure with cause and cure
     */
    public static PostgresServer start(Location location, int port, String password) {
        PostgresBinaries binaries = PostgresBinaries.unpacked(location.cacheFolder());
        DataFolder dataFolder = new DataFolder(location.dataFolder(), binaries);
        ServerAccount account = dataFolder.prepare(password, location.logFile());
        List<String> command = new ArrayList<>(account.prefix());
        command.add(binaries.postgres().toString());
        command.addAll(List.of("-D", location.dataFolder().toAbsolutePath().toString()));
        command.addAll(List.of("-p", Integer.toString(port)));
        for (String setting : SETTINGS) {
            command.addAll(List.of("-c", setting));
        }
        ChildProcess process =
                ChildProcess.start(
                        new ChildProcess.Start(
                                PROCESS_NAME,
                                command,
                                Map.of(),
                                location.logFile(),
                                location.recordsFolder()));
        PostgresServer server = new PostgresServer(process, port, password);
        if (!process.awaitWhileAlive(server::answers, START_MAX)) {
            boolean alive = process.isAlive();
            server.close();
            throw new StackFailure(
                    alive
                            ? "Postgres did not take connections within %d s, see %s."
                                    .formatted(START_MAX.toSeconds(), location.logFile())
                            : StartFailure.explain(location.logFile()));
        }
        return server;
    }

    public ChildProcess process() {
        return process;
    }

    public int port() {
        return port;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(Ports.LOOPBACK, port, database);
    }

    /** A new connection of the superuser, in auto-commit mode. */
    public Connection connectAsAdministrator() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"), ADMINISTRATOR, password);
    }

    /** A fast shutdown: sessions are ended, everything is written, the data folder is clean. */
    @Override
    public void close() {
        process.stop(Signal.INT, STOP_MAX);
    }

    private boolean answers() {
        try (Connection connection = connectAsAdministrator()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                throw new StackFailure(
                        "Postgres refuses the remembered password: restore the passwords file that"
                                + " belongs to this data folder, or begin anew with --fresh.",
                        e);
            }
            return false;
        }
    }
}
