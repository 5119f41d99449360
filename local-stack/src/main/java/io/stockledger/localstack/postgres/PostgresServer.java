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
 * A running Postgres 18 on the loopback address. Acknowledged transactions survive a kill of all
 * processes: the settings that durability depends on are set below. Thread-safe.
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
     * The folders and the log file of a server.
     *
     * @param dataFolder the database cluster; initdb creates it if it is missing
     * @param cacheFolder unpacked programs, which all clusters of the machine share
     * @param recordsFolder the record of the running process, see {@code LeftoverProcesses}
     * @param logFile the log of the server, to which each start appends
     */
    public record Location(Path dataFolder, Path cacheFolder, Path recordsFolder, Path logFile) {}

    /**
     * Starts the server and waits until it accepts connections.
     *
     * @param port a free TCP port
     * @param password the password of the superuser at the first start
     * @throws StackFailure if the server does not start, with cause and remedy
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
                            ? "Postgres did not accept connections within %d s (log: %s)."
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

    /** Returns a new connection of the superuser, in auto-commit mode. */
    public Connection connectAsAdministrator() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"), ADMINISTRATOR, password);
    }

    /** Makes a fast shutdown: sessions end and the data folder is left clean. */
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
                                + " belongs to this data folder, or delete all data with --fresh.",
                        e);
            }
            return false;
        }
    }
}
